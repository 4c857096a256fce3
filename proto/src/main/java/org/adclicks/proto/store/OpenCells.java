package org.adclicks.proto.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cells of one shard of ads and one minute that is still open, as one stored value.
 *
 * <p>Layout: a byte for the format's version; each cell: ad, scope, clicks. A scope is 0 and its
 * key where it stands for the first time, and from then on its number, from 1. Numbers are
 * protobuf's varints, texts have their length before them.
 *
 * <p>Errors: {@link IllegalArgumentException} for bytes that are none this build knows.
 *
 * @param bytes what is stored
 */
public record OpenCells(ByteString bytes) {

  /** Receives each cell. */
  @FunctionalInterface
  public interface Visitor {
    void visit(String adId, String scopeKey, long clicks);
  }

  private static final byte VERSION = 1;

  /** The stored value; not to be changed any more. */
  public static OpenCells of(byte[] stored) {
    return new OpenCells(UnsafeByteOperations.unsafeWrap(stored));
  }

  /** Hands over every cell. */
  public void forEach(Visitor visitor) {
    forEach(bytes.asReadOnlyByteBuffer(), visitor);
  }

  /** Hands over every cell of a stored value. */
  public static void forEach(ByteBuffer cells, Visitor visitor) {
    CodedInputStream in = CodedInputStream.newInstance(cells.duplicate());
    List<String> scopes = new ArrayList<>();
    try {
      if (in.readRawByte() != VERSION) {
        throw new IllegalArgumentException("open cells of a format this build does not know");
      }
      while (!in.isAtEnd()) {
        String adId = in.readStringRequireUtf8();
        int scope = in.readUInt32();
        if (scope == 0) {
          scopes.add(in.readStringRequireUtf8());
          scope = scopes.size();
        }
        if (scope < 0 || scope > scopes.size()) {
          throw new IllegalArgumentException("open cells of a scope that is not there");
        }
        visitor.visit(adId, scopes.get(scope - 1), in.readUInt64());
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("open cells that are damaged", e);
    }
  }

  /** Makes the stored value. Mutable, not thread-safe. */
  public static final class Writer {

    private static final int FIRST_BYTES = 4096;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_BYTES);
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes, FIRST_BYTES);
    private final Map<String, Integer> scopes = new LinkedHashMap<>();

    /** Of no cell. */
    public Writer() {
      try {
        out.write(VERSION);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Adds a cell, which is not there yet. */
    public void add(String adId, String scopeKey, long clicks) {
      try {
        out.writeStringNoTag(adId);
        Integer known = scopes.get(scopeKey);
        if (known == null) {
          scopes.put(scopeKey, scopes.size() + 1);
          out.writeUInt32NoTag(0);
          out.writeStringNoTag(scopeKey);
        } else {
          out.writeUInt32NoTag(known);
        }
        out.writeUInt64NoTag(clicks);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Everything added so far. */
    public OpenCells toCells() {
      return of(toBytes());
    }

    /** Everything added so far, as it is stored. */
    public byte[] toBytes() {
      try {
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }
  }
}
