package org.adclicks.pipeline.logfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class LogFileBytesTest {

  private static final String TEXT = "ad-1,1709251200000,user-1,192.0.2.1,US\n".repeat(5_000);

  enum Packing {
    GZIP,
    ZSTD,
    BZIP2,
    XZ;

    byte[] pack(byte[] bytes) throws IOException {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (OutputStream out = packing(packed)) {
        out.write(bytes);
      }
      return packed.toByteArray();
    }

    private OutputStream packing(OutputStream out) throws IOException {
      return switch (this) {
        case GZIP -> new GZIPOutputStream(out);
        case ZSTD -> new ZstdOutputStream(out).setChecksum(true);
        case BZIP2 -> new BZip2CompressorOutputStream(out);
        case XZ -> new XZOutputStream(out, new LZMA2Options(0));
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void unpacksAllPartsOfAFile(Packing packing) throws IOException {
    byte[] part = packing.pack(bytes(TEXT));
    byte[] empty = packing.pack(new byte[0]);

    assertThat(read(part)).isEqualTo(TEXT);
    assertThat(read(empty)).isEmpty();
    assertThat(read(concat(part, empty, part))).isEqualTo(TEXT + TEXT);
    assertThat(read(concat(empty, part))).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @EnumSource
  void readsAllOrNothing(Packing packing) throws IOException {
    byte[] whole = packing.pack(bytes(TEXT));
    for (int length = 10; length < whole.length; length += 1 + whole.length / 40) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut))
          .as("%s cut to %d of %d bytes", packing, length, whole.length)
          .isInstanceOf(UnreadableFileException.class);
    }
    for (String rest : new String[] {"ad-1,1,u,::1,US\n", "\n", "x", "\0x"}) {
      assertThatThrownBy(() -> read(concat(whole, bytes(rest))))
          .as("%s and '%s'", packing, rest)
          .isInstanceOf(UnreadableFileException.class);
    }
    byte[] damaged = whole.clone();
    damaged[whole.length / 2] ^= 0x10;
    assertThatThrownBy(() -> read(damaged)).isInstanceOf(UnreadableFileException.class);
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatIsPackedTwice(Packing packing) throws IOException {
    for (Packing inner : Packing.values()) {
      byte[] twice = packing.pack(inner.pack(bytes(TEXT)));
      assertThatThrownBy(() -> read(twice))
          .isInstanceOf(UnreadableFileException.class)
          .hasMessage(
              "is "
                  + inner.name().toLowerCase(java.util.Locale.ROOT)
                  + " inside "
                  + packing.name().toLowerCase(java.util.Locale.ROOT)
                  + ": unpack it first");
    }
  }

  @Test
  void namesTheByteAfterWhichAFileIsNoGzipAnyMore() throws IOException {
    byte[] member = Packing.GZIP.pack(bytes(TEXT));
    assertThatThrownBy(() -> read(concat(member, member, bytes("plain\n"))))
        .hasMessageStartingWith("stops being gzip at byte " + 2 * member.length + ":");
    assertThatThrownBy(() -> read(concat(member, new byte[512], bytes("x"))))
        .hasMessageStartingWith("stops being gzip at byte " + (member.length + 512) + ":");
    assertThatThrownBy(() -> read(concat(member, new byte[] {0x1F})))
        .hasMessageStartingWith("stops being gzip at byte " + member.length + ":");
  }

  @Test
  void readsGzipWithEveryOptionalField() throws IOException {
    byte[] plain = Packing.GZIP.pack(bytes(TEXT));
    // Extra field, name, comment and a checksum of the header, which is not looked at.
    byte[] header = HexFormat.of().parseHex("1f8b081e000000000203" + "0200aabb");
    byte[] full =
        concat(
            header,
            bytes("clicks.csv\0by hand\0"),
            new byte[2],
            Arrays.copyOfRange(plain, 10, plain.length));

    assertThat(read(full)).isEqualTo(TEXT);
    assertThat(read(concat(full, new byte[1_000]))).isEqualTo(TEXT);
  }

  static Stream<byte[]> trickles() throws IOException {
    return Stream.of(Packing.GZIP.pack(bytes(TEXT)), bytes(TEXT));
  }

  @ParameterizedTest
  @MethodSource("trickles")
  void readsAStreamThatTrickles(byte[] file) throws IOException {
    InputStream trickle =
        new ByteArrayInputStream(file) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(7, length));
          }
        };
    assertThat(new String(LogFileBytes.of(trickle).readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(TEXT);
  }

  @ParameterizedTest
  @CsvSource({
    "504b0304140000,         zip",
    "504b0506000000,         zip",
    "377abcaf271c0004,       7z",
    "526172211a0700,         rar",
    "04224d186440,           lz4",
    "1f9d90,                 compress (.Z)",
    "504152311504,           Parquet",
    "4f626a0104,             Avro"
  })
  void saysWhatItCannotUnpack(String head, String what) {
    byte[] file = concat(HexFormat.of().parseHex(head), new byte[600]);
    assertThatThrownBy(() -> read(file)).hasMessage("is " + what + ": unpack it first");
    assertThatThrownBy(() -> read(Packing.GZIP.pack(file)))
        .hasMessage("is " + what + " inside gzip: unpack it first");
  }

  @Test
  void knowsATar() {
    byte[] tar = concat(bytes("clicks.csv"), new byte[247], bytes("ustar\00000"), new byte[600]);
    assertThatThrownBy(() -> read(Packing.GZIP.pack(tar)))
        .hasMessage("is tar inside gzip: unpack it first");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32BE"})
  void refusesUtf16(String charset) {
    byte[] file =
        ("UTF-32BE".equals(charset) ? "\uFEFF" + TEXT : TEXT).getBytes(Charset.forName(charset));
    assertThatThrownBy(() -> read(file)).hasMessageStartingWith("is UTF-16: make it UTF-8 first");
    assertThatThrownBy(() -> read(Packing.ZSTD.pack(file))).hasMessageStartingWith("is UTF-16");
  }

  @Test
  void takesOtherTextAsItIs() throws IOException {
    for (String text :
        new String[] {
          "",
          "B",
          "PK",
          "BZh91,1709251200000,u,::1,US\n",
          "\0".repeat(3_000) + TEXT,
          TEXT + "\0".repeat(3_000),
          "\uFEFF" + TEXT,
          "\u3042".repeat(5_000),
          "(\n",
          "\u007f\n"
        }) {
      assertThat(read(bytes(text))).isEqualTo(text);
    }
  }

  private static String read(byte[] file) throws IOException {
    try (InputStream in = LogFileBytes.of(new ByteArrayInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
