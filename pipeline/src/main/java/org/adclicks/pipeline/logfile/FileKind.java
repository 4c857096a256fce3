package org.adclicks.pipeline.logfile;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a file's first bytes say it is, whatever its name. */
enum FileKind {
  GZIP("gzip", true, 0, "1F8B"),
  ZSTD("zstd", true, 0, "28B52FFD"),
  // Frames to be skipped may stand before those with data.
  SKIPPED_ZSTD("zstd", true, 0, "5.2A4D18"),
  BZIP2("bzip2", true, 0, "425A68..314159265359"),
  EMPTY_BZIP2("bzip2", true, 0, "425A68..177245385090"),
  XZ("xz", true, 0, "FD377A585A00"),
  ZIP("zip", false, 0, "504B0304"),
  EMPTY_ZIP("zip", false, 0, "504B0506"),
  TAR("tar", false, 257, "7573746172"),
  SEVEN_ZIP("7z", false, 0, "377ABCAF271C"),
  RAR("rar", false, 0, "526172211A07"),
  LZ4("lz4", false, 0, "04224D18"),
  LZIP("lzip", false, 0, "4C5A495001"),
  LZMA("lzma", false, 0, "5D0000"),
  COMPRESS("compress (.Z)", false, 0, "1F9D"),
  SNAPPY("snappy", false, 0, "FF060000734E61507059"),
  PARQUET("Parquet", false, 0, "50415231"),
  AVRO("Avro", false, 0, "4F626A01"),
  ORC("ORC", false, 0, "4F524308");

  /** So many bytes tell the kind. */
  static final int HEAD_BYTES = 4096;

  /** So many of them do not come about in what is merely damaged. */
  private static final int MAGIC_BYTES = 4;

  /** With the one method there is, and no flag but those there are. */
  private static final String GZIP_MEMBER = "1F8B08[01].";

  private static final List<String> UTF16_MARKS = List.of("FEFF", "FFFE", "0000FEFF");

  private final String title;
  private final boolean isReadable;
  private final int offset;

  /** Hexadecimal; a dot is any digit. */
  private final String magic;

  FileKind(String title, boolean isReadable, int offset, String magic) {
    this.title = title;
    this.isReadable = isReadable;
    this.offset = offset;
    this.magic = magic;
  }

  /** The kind of a file that begins so; nothing if it may be text. */
  static Optional<FileKind> of(byte[] head) {
    return Arrays.stream(values())
        .filter(kind -> startsWith(head, kind.offset, kind.magic))
        .findFirst();
  }

  /**
   * Where in a line that is no click a packed file begins, as where a packed log was appended to
   * one that is not: at the line's beginning, or behind text without a line break.
   *
   * @return -1 if nowhere
   */
  static int startInside(byte[] line) {
    if (line.length >= MAGIC_BYTES
        && Arrays.stream(values())
            .filter(kind -> kind.isReadable && kind.magic.length() >= 2 * MAGIC_BYTES)
            .anyMatch(kind -> startsWith(line, kind.offset, kind.magic))) {
      return 0;
    }
    for (int i = 0; i < line.length; i++) {
      if (line[i] >= 0 && line[i] < ' ' && line[i] != '\t') {
        return startsWith(line, i, GZIP_MEMBER) ? i : -1;
      }
    }
    return -1;
  }

  /** Why a file that begins so cannot be read, as a sentence's end; null if it can. */
  static @Nullable String refusal(byte[] head) {
    FileKind kind = of(head).orElse(null);
    if (kind != null && !kind.isReadable) {
      return "is " + kind.title + ": unpack it first";
    }
    return kind == null && isUtf16(head)
        ? "is UTF-16: make it UTF-8 first, such as with iconv -f UTF-16 -t UTF-8"
        : null;
  }

  /** Why what was packed once cannot be read; null if it can. */
  @Nullable String refusalInside(byte[] head) {
    FileKind inner = of(head).orElse(null);
    if (inner != null) {
      return "is " + inner.title + " inside " + title + ": unpack it first";
    }
    return refusal(head);
  }

  String title() {
    return title;
  }

  private static boolean isUtf16(byte[] head) {
    return UTF16_MARKS.stream().anyMatch(mark -> startsWith(head, 0, mark))
        || hasEverySecondByteZero(head);
  }

  /** So Latin text looks without a mark. A hole of zeros looks otherwise. */
  private static boolean hasEverySecondByteZero(byte[] head) {
    int pairs = head.length / 2;
    int even = 0;
    int odd = 0;
    for (int i = 0; i < 2 * pairs; i += 2) {
      even += head[i] == 0 ? 1 : 0;
      odd += head[i + 1] == 0 ? 1 : 0;
    }
    int most = Math.max(even, odd);
    int least = Math.min(even, odd);
    return pairs >= 4 && most * 10 >= pairs * 7 && least * 20 <= pairs;
  }

  private static boolean startsWith(byte[] head, int offset, String magic) {
    int bytes = magic.replace("[01]", ".").length() / 2;
    return head.length >= offset + bytes
        && HexFormat.of().withUpperCase().formatHex(head, offset, offset + bytes).matches(magic);
  }
}
