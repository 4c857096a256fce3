package org.adclicks.pipeline.sink;

import com.datastax.driver.core.BoundStatement;
import com.datastax.driver.core.TupleType;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Date;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.ListCoder;
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
    void bind(BoundStatement statement, int index, Object value) {
      statement.setInt(index, (Integer) value);
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
    void bind(BoundStatement statement, int index, Object value) {
      statement.setLong(index, (Long) value);
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

    // The driver's API wants it.
    @SuppressWarnings("JavaUtilDate")
    @Override
    void bind(BoundStatement statement, int index, Object value) {
      statement.setTimestamp(index, new Date((Long) value));
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
    void bind(BoundStatement statement, int index, Object value) {
      statement.setString(index, (String) value);
    }
  },
  /** A {@link List} of {@link String}s: a tuple of as many texts. */
  TEXTS {
    @Override
    @SuppressWarnings("unchecked")
    void encode(Object value, OutputStream out) throws IOException {
      ListCoder.of(StringUtf8Coder.of()).encode((List<String>) value, out);
    }

    @Override
    Object decode(InputStream in) throws IOException {
      return ListCoder.of(StringUtf8Coder.of()).decode(in);
    }

    @Override
    void bind(BoundStatement statement, int index, Object value) {
      TupleType type = (TupleType) statement.preparedStatement().getVariables().getType(index);
      statement.setTupleValue(index, type.newValue(((List<?>) value).toArray()));
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
    void bind(BoundStatement statement, int index, Object value) {
      statement.setBytes(index, ((ByteString) value).asReadOnlyByteBuffer());
    }
  };

  abstract void encode(Object value, OutputStream out) throws IOException;

  abstract Object decode(InputStream in) throws IOException;

  abstract void bind(BoundStatement statement, int index, Object value);
}
