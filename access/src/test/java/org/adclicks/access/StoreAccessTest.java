package org.adclicks.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreAccessTest {

  @TempDir Path folder;

  @Test
  void isOpenWithoutAFile() {
    StoreAccess access = StoreAccess.read(null);

    assertThat(access.username()).isEmpty();
    assertThat(access.tls()).isEmpty();
  }

  @Test
  void showsNobodyThePassword() throws Exception {
    StoreAccess access = read("username=writer\npassword=geheim\nssl=true\n");

    assertThat(access.username()).contains("writer");
    assertThat(access.password()).isEqualTo("geheim");
    assertThat(access.tls()).isPresent();
    assertThat(access.verifiesHosts()).isTrue();
    assertThat(access).hasToString("as writer, with TLS");
    assertThat(read("ssl=true\nssl.endpoint.identification.algorithm=\n").verifiesHosts())
        .isFalse();
  }

  @Test
  void makesTlsAnewOnlyIfSomethingHasChanged() throws Exception {
    StoreAccess access = read("username=writer\npassword=old\nssl=true\n");

    assertThat(read("username=writer\npassword=old\nssl=true\n").tls()).isEqualTo(access.tls());
    StoreAccess changed = read("username=writer\npassword=new\nssl=true\n");
    assertThat(changed.password()).isEqualTo("new");
    assertThat(changed.tls()).isPresent().isNotEqualTo(access.tls());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user=x | has [user], which is none of",
        "username=x | must have both username and password",
        "ssl=yes | has ssl=yes: give true or false",
        "'ssl=true # of Java' | has ssl=true # of Java: give true or false",
        "ssl.truststore.location=/no/such/store | names /no/such/store, which cannot be read"
      })
  void saysWhatCannotBeUsed(String line, String problem) {
    assertThatThrownBy(() -> read(line))
        .isInstanceOf(SettingsFileException.class)
        .hasMessageContaining(problem);
  }

  private StoreAccess read(String lines) throws Exception {
    return StoreAccess.read(Files.writeString(folder.resolve("store.properties"), lines));
  }
}
