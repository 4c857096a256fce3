package org.adclicks.pipeline.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FromAccessFileTest {

  @TempDir Path folder;

  @Test
  void travelsAsAPathAndIsReadWhereItArrives() throws Exception {
    Path file = folder.resolve("store.properties");
    Files.writeString(file, "username=writer\npassword=of yesterday\nssl=true\n");
    FromAccessFile<String> password = FromAccessFile.password(file.toString());
    byte[] travelling = SerializableUtils.serializeToByteArray(password);

    assertThat(password.get()).isEqualTo("of yesterday");
    assertThat(new String(travelling, StandardCharsets.ISO_8859_1)).doesNotContain("yesterday");
    assertThat(password).hasToString(file.toString());

    Files.writeString(file, "username=writer\npassword=of today\nssl=true\n");
    assertThat(SerializableUtils.clone(password).get()).isEqualTo("of today");
    assertThat(SerializableUtils.clone(FromAccessFile.username(file.toString())).get())
        .isEqualTo("writer");
    assertThat(SerializableUtils.clone(FromAccessFile.tls(file.toString())).get()).isNotNull();
  }
}
