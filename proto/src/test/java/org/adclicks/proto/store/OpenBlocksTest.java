package org.adclicks.proto.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenBlocksTest {

  private static final long MINUTE = 1_764_238_200_000L;

  private static final OpenBlocks BLOCKS =
      new OpenBlocks(
          MINUTE,
          2,
          List.of(
              new OpenBlocks.Block(MINUTE + 60_000, 0, -7, 1),
              new OpenBlocks.Block(MINUTE, 1, -7, 300),
              new OpenBlocks.Block(MINUTE, 0, 8, 2)));

  @Test
  void whatIsWrittenIsRead() {
    assertThat(OpenBlocks.read(ByteBuffer.wrap(BLOCKS.toBytes()))).isEqualTo(BLOCKS);
  }

  @Test
  void storedBlocksStayReadable() {
    ByteBuffer stored =
        ByteBuffer.wrap(
            HexFormat.of()
                .parseHex(
                    "0180b3d4ccd8660286ad851c0000f9ffffffffffffff01010101ac02000000080000000000000002"));
    assertThat(OpenBlocks.read(stored)).isEqualTo(BLOCKS);
  }

  @Test
  void whatIsNoneIsRefused() {
    byte[] damaged = BLOCKS.toBytes();
    damaged[0] = 9;
    assertThatThrownBy(() -> OpenBlocks.read(ByteBuffer.wrap(damaged)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not know");
    assertThatThrownBy(() -> OpenBlocks.read(ByteBuffer.wrap(BLOCKS.toBytes(), 0, 20)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OpenBlocks.read(ByteBuffer.wrap(new byte[0])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void cellsThatAreWrittenAreRead() {
    OpenCells.Writer writer = new OpenCells.Writer();
    writer.add("ad1", "country=DE", 3);
    writer.add("空", "country=FR", 1L << 40);
    writer.add("ad1", "country=FR", 1);
    List<String> read = new ArrayList<>();
    OpenCells.forEach(
        ByteBuffer.wrap(writer.toBytes()),
        (adId, scopeKey, clicks) -> read.add(adId + " " + scopeKey + " " + clicks));
    assertThat(read)
        .containsExactly("ad1 country=DE 3", "空 country=FR " + (1L << 40), "ad1 country=FR 1");
  }

  @Test
  void cellsThatAreNoneAreRefused() {
    assertThatThrownBy(
            () -> OpenCells.forEach(ByteBuffer.wrap(new byte[] {2}), (ad, scope, clicks) -> {}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                OpenCells.forEach(
                    ByteBuffer.wrap(new byte[] {1, 1, 'a', 1, 1}), (ad, scope, clicks) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scope");
  }
}
