package org.adclicks.proto.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts of a block of which many are the same, in UTF-8.
 *
 * <p>Layout: those that stand more than once by the number they were first given, from 1; 0 is a
 * new one; then the texts, each once.
 */
final class NamedColumn {

  private final int[] places;
  private final TextColumn texts;
  private final byte[][] made;

  private NamedColumn(int[] places, TextColumn texts, int distinct) {
    this.places = places;
    this.texts = texts;
    this.made = new byte[distinct][];
  }

  /** Writes at least one text. */
  static void write(List<byte[]> texts, CodedOutputStream out) throws IOException {
    Map<ByteString, Integer> numbers = new LinkedHashMap<>();
    int[] codes = new int[texts.size()];
    for (int i = 0; i < codes.length; i++) {
      Integer known = numbers.putIfAbsent(ByteString.copyFrom(texts.get(i)), numbers.size() + 1);
      codes[i] = known == null ? 0 : known;
    }
    for (int code : codes) {
      out.writeUInt32NoTag(code);
    }
    TextColumn.write(numbers.keySet().stream().map(ByteString::toByteArray).toList(), out);
  }

  /** Reads as many as were written. */
  static NamedColumn read(int size, CodedInputStream in) throws IOException {
    int[] places = new int[size];
    int distinct = 0;
    for (int i = 0; i < size; i++) {
      int code = in.readUInt32();
      places[i] = code == 0 ? distinct++ : code - 1;
    }
    return new NamedColumn(places, TextColumn.read(distinct, in), distinct);
  }

  byte[] text(int i) {
    byte[] text = made[places[i]];
    if (text == null) {
      text = texts.text(places[i]);
      made[places[i]] = text;
    }
    return text;
  }
}
