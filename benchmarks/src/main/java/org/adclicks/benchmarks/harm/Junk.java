package org.adclicks.benchmarks.harm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** A message that is no click, and carries a header by which it is known again. */
public final class Junk {

  /** What a message of these has and no other. */
  public static final String HEADER = "junk";

  private static final String CLICK =
      "{\"ad_id\":\"%s\",\"click_timestamp\":\"%s\",\"user_id\":\"j\",\"ip\":\"%s\",\"country\":\"FR\"}";

  private static final String NOW = "2026-01-01T00:00:00Z";
  private static final String IP = "198.51.100.9";
  private static final int HUGE = 3 << 20;
  private static final int JUST_TOO_LONG = (64 << 10) + 1;
  private static final int DEEP = 20_000;

  private final String what;
  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private final List<Header> headers;

  private Junk(String what, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
    this.what = what;
    this.key = key;
    this.value = value;
    this.headers = headers;
  }

  /** In a word. */
  public String what() {
    return what;
  }

  /** Nothing for a tombstone. Not copied: leave it as it is. */
  public byte @Nullable [] value() {
    return value;
  }

  /** One of each kind. */
  public static List<Junk> all(Random random) {
    byte[] noise = new byte[1 + random.nextInt(4_000)];
    random.nextBytes(noise);
    // Whatever follows, a line cannot begin like that.
    noise[0] = (byte) 0xFF;
    String good = click("ad", NOW, IP);
    List<Junk> all = new ArrayList<>();
    all.add(of("binary", noise));
    all.add(of("not UTF-8", (good + "\u00e9").getBytes(StandardCharsets.ISO_8859_1)));
    all.add(of("UTF-16", good.getBytes(StandardCharsets.UTF_16)));
    all.add(of("a line just too long", click("a".repeat(JUST_TOO_LONG), NOW, IP)));
    all.add(of("a line far too long", click("a".repeat(HUGE), NOW, IP)));
    all.add(of("nested deeply", "[".repeat(DEEP)));
    all.add(of("nested deeply in a click", "{\"a\":".repeat(DEEP / 4)));
    all.add(of("a number", "42"));
    all.add(of("null", "null"));
    all.add(of("an array of clicks", "[" + good + "]"));
    all.add(of("two lines in one", good + "\n" + good));
    all.add(of("two clicks in one line", good + good));
    all.add(of("cut off", good.substring(0, good.length() - 2)));
    all.add(of("wrong types", "{\"ad_id\":{},\"click_timestamp\":true,\"user_id\":[],\"ip\":1}"));
    all.add(of("a key twice", good.replace("{", "{\"ad_id\":\"b\",")));
    all.add(of("no fields", "{}"));
    all.add(of("no time", click("ad", "yesterday", IP)));
    all.add(of("a time too great", click("ad", "99999999999999999999", IP)));
    all.add(of("long ago", click("ad", "1969-07-20T20:17:40Z", IP)));
    all.add(of("far ahead", click("ad", "2999-01-01T00:00:00Z", IP)));
    all.add(of("no address", click("ad", NOW, "999.1.1.1")));
    all.add(of("control characters", click("a\\u0000d", NOW, IP)));
    all.add(of("half a character", click("\\ud800", NOW, IP)));
    all.add(of("an id too long", click("a".repeat(300), NOW, IP)));
    all.add(of("zeros", new byte[100]));
    all.add(of("empty", new byte[0]));
    all.add(new Junk("a tombstone", bytes("ad"), null, List.of()));
    all.add(new Junk("a key alone", noise, null, List.of()));
    all.add(heartbeat("a heartbeat that names nothing", null));
    all.add(heartbeat("a heartbeat of words", bytes("soon")));
    all.add(heartbeat("a heartbeat of the far future", bytes("999999999999999999")));
    all.add(heartbeat("a heartbeat of long ago", bytes("1")));
    return all;
  }

  private static String click(String ad, String time, String ip) {
    return CLICK.formatted(ad, time, ip);
  }

  private static Junk of(String what, String line) {
    return of(what, bytes(line));
  }

  private static Junk of(String what, byte[] line) {
    return new Junk(what, null, line, List.of());
  }

  private static Junk heartbeat(String what, byte @Nullable [] time) {
    return new Junk(what, null, null, List.of(new RecordHeader("adclicks-watermark", time)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The message for one partition. */
  ProducerRecord<byte[], byte[]> to(String topic, int partition) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, key, value);
    record.headers().add(HEADER, bytes(what));
    headers.forEach(record.headers()::add);
    return record;
  }
}
