package org.adclicks.pipeline.sink;

import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.google.common.io.ByteArrayDataOutput;
import com.google.common.io.ByteStreams;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.SortedMapCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** The CQL types our columns have, each with its Java value, its coding and its binding. */
enum ColumnType {
  /** {@link Integer}. */
  INT {
    @Override
    void encode(Object value, OutputStream out) throws IOException {
      VarIntCoder.of().encode((Integer) value, out);
    }

    @Override
    Object decode(InputStream in) throws IOException {
      return VarIntCoder.of().decode(in);
    }

    @Override
    ByteBuffer toBytes(Object value) {
      return ByteBuffer.allocate(Integer.BYTES).putInt(0, (Integer) value);
    }

    @Override
    Object fromBytes(ByteBuffer bytes) {
      return bytes.getInt(bytes.position());
    }
  },
  /** {@link Long}. */
  BIGINT {
    @Override
    void encode(Object value, OutputStream out) throws IOException {
      VarLongCoder.of().encode((Long) value, out);
    }

    @Override
    Object decode(InputStream in) throws IOException {
      return VarLongCoder.of().decode(in);
    }

    @Override
    ByteBuffer toBytes(Object value) {
      return ByteBuffer.allocate(Long.BYTES).putLong(0, (Long) value);
    }

    @Override
    Object fromBytes(ByteBuffer bytes) {
      return bytes.getLong(bytes.position());
    }
  },
  /** {@link Long}, milliseconds since 1970. */
  TIMESTAMP {
    @Override
    void encode(Object value, OutputStream out) throws IOException {
      VarLongCoder.of().encode((Long) value, out);
    }

    @Override
    Object decode(InputStream in) throws IOException {
      return VarLongCoder.of().decode(in);
    }

    @Override
    ByteBuffer toBytes(Object value) {
      return BIGINT.toBytes(value);
    }

    @Override
    Object fromBytes(ByteBuffer bytes) {
      return BIGINT.fromBytes(bytes);
    }
  },
  /** A {@code List<Long>}; the store's tuple of as many bigints. */
  BIGINT_TUPLE {
    @Override
    void encode(Object value, OutputStream out) throws IOException {
      LONGS.encode(numbers(value), out);
    }

    @Override
    Object decode(InputStream in) throws IOException {
      return LONGS.decode(in);
    }

    @Override
    ByteBuffer toBytes(Object value) {
      List<Long> numbers = numbers(value);
      ByteBuffer bytes = ByteBuffer.allocate(numbers.size() * (Integer.BYTES + Long.BYTES));
      numbers.forEach(number -> bytes.putInt(Long.BYTES).putLong(number));
      return bytes.flip();
    }

    @Override
    Object fromBytes(ByteBuffer bytes) {
      List<Long> numbers = new ArrayList<>();
      for (ByteBuffer rest = bytes.duplicate(); rest.hasRemaining(); ) {
        // One that is not there has no length.
        numbers.add(rest.getInt() < 0 ? 0L : rest.getLong());
      }
      return List.copyOf(numbers);
    }

    private static List<Long> numbers(Object value) {
      List<Long> numbers = new ArrayList<>();
      for (Object number : (List<?>) value) {
        numbers.add((Long) number);
      }
      return numbers;
    }
  },
  /** A {@code SortedMap<String, Long>}; the store's map of text to timestamp. */
  TIMES_BY_NAME {
    @Override
    void encode(Object value, OutputStream out) throws IOException {
      TIMES.encode(times(value), out);
    }

    @Override
    Object decode(InputStream in) throws IOException {
      return new TreeMap<>(TIMES.decode(in));
    }

    @Override
    ByteBuffer toBytes(Object value) {
      SortedMap<String, Long> times = times(value);
      ByteArrayDataOutput bytes = ByteStreams.newDataOutput();
      bytes.writeInt(times.size());
      times.forEach(
          (name, millis) -> {
            byte[] key = name.getBytes(StandardCharsets.UTF_8);
            bytes.writeInt(key.length);
            bytes.write(key);
            bytes.writeInt(Long.BYTES);
            bytes.writeLong(millis);
          });
      return ByteBuffer.wrap(bytes.toByteArray());
    }

    @Override
    Object fromBytes(ByteBuffer bytes) {
      SortedMap<String, Long> times = new TreeMap<>();
      ByteBuffer rest = bytes.duplicate();
      for (int left = rest.getInt(); left > 0; left--) {
        byte[] name = new byte[rest.getInt()];
        rest.get(name);
        rest.getInt();
        times.put(new String(name, StandardCharsets.UTF_8), rest.getLong());
      }
      return times;
    }

    /** In the order the store keeps a map's names in. */
    private static SortedMap<String, Long> times(Object value) {
      SortedMap<String, Long> times = new TreeMap<>();
      ((Map<?, ?>) value).forEach((name, millis) -> times.put((String) name, (Long) millis));
      return times;
    }
  },
  /** {@link String}. */
  TEXT {
    @Override
    void encode(Object value, OutputStream out) throws IOException {
      StringUtf8Coder.of().encode((String) value, out);
    }

    @Override
    Object decode(InputStream in) throws IOException {
      return StringUtf8Coder.of().decode(in);
    }

    @Override
    ByteBuffer toBytes(Object value) {
      return ByteBuffer.wrap(((String) value).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    Object fromBytes(ByteBuffer bytes) {
      return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
  },
  /** {@link ByteString}. */
  BLOB {
    @Override
    void encode(Object value, OutputStream out) throws IOException {
      ByteArrayCoder.of().encode(((ByteString) value).toByteArray(), out);
    }

    @Override
    Object decode(InputStream in) throws IOException {
      return ByteString.copyFrom(ByteArrayCoder.of().decode(in));
    }

    @Override
    ByteBuffer toBytes(Object value) {
      return ((ByteString) value).asReadOnlyByteBuffer();
    }

    @Override
    Object fromBytes(ByteBuffer bytes) {
      return ByteString.copyFrom(bytes.duplicate());
    }
  };

  /** In place of a value that is not there. */
  static final Object NOTHING = ByteString.EMPTY;

  private static final ListCoder<Long> LONGS = ListCoder.of(VarLongCoder.of());
  private static final SortedMapCoder<String, Long> TIMES =
      SortedMapCoder.of(StringUtf8Coder.of(), VarLongCoder.of());

  abstract void encode(Object value, OutputStream out) throws IOException;

  abstract Object decode(InputStream in) throws IOException;

  /** As the store's protocol has it. */
  abstract ByteBuffer toBytes(Object value);

  /** What {@link #toBytes} made them of. */
  abstract Object fromBytes(ByteBuffer bytes);

  /** Past the driver's codecs, which are looked up anew for every value. */
  final void bind(BoundStatementBuilder statement, int index, Object value) {
    statement.setBytesUnsafe(index, toBytes(value));
  }
}
