package org.adclicks.proto.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ClickBlockTest {

  private static final long TIME = 1_700_000_000_123L;
  private static final String NAME = "a67a152af89afc154d5a9c97a555e0e6";
  private static final String GOLDEN =
      "0159636662604c6462cbcb3bbcf1c3fc190d4c8cdf2e4cfdbfc790959d81818191813931459791d1d08881819b87c1c8c058cf40cfd0d058cf10c13432052a64606062627071750b02eaf9f71f0200";

  /** What is stored is read for ninety days: this is version 1 for good. */
  @Test
  void bytesOfVersionOneStay() {
    List<ClickBlock> blocks =
        ClickBlock.cut(
            List.of(
                byFields("ann", TIME, "ad-1", "203.0.113.1", "DE"),
                byFields("ann", TIME + 7, "ad-2", "203.0.113.25", "FR"),
                byClickId("añ😀", TIME - 5, -2, "ad-1", "", "")));

    assertThat(blocks).hasSize(1);
    assertThat(HexFormat.of().formatHex(blocks.get(0).name().toByteArray())).isEqualTo(NAME);
    List<IndexedClick> read = new ArrayList<>();
    ClickBlock.forEach(
        ByteBuffer.wrap(HexFormat.of().parseHex(NAME)),
        ByteBuffer.wrap(HexFormat.of().parseHex(GOLDEN)),
        read::add);
    assertThat(read).isEqualTo(all(blocks));
    assertThat(read).extracting(IndexedClick::key).containsExactly("ann", "ann", "añ😀");
    assertThat(read)
        .extracting(IndexedClick::clickTimestampMillis)
        .containsExactly(TIME, TIME + 7, TIME - 5);
    assertThat(read).extracting(IndexedClick::adId).containsExactly("ad-1", "ad-2", "ad-1");
    assertThat(read)
        .extracting(IndexedClick::other)
        .containsExactly("203.0.113.1", "203.0.113.25", "");
    assertThat(read).extracting(IndexedClick::scopeKey).containsExactly("DE", "FR", "");
    assertThat(read).extracting(IndexedClick::identity).containsExactly(0L, 0L, -2L);
  }

  @Test
  void holdsEveryClickOnceWhateverTheyAre() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<IndexedClick> clicks = made(random, random.nextInt(3_000));
      List<ClickBlock> blocks = ClickBlock.cut(clicks);

      assertThat(all(blocks)).isEqualTo(IndexedClick.inOrderOnce(clicks));
      for (String key : keys(clicks)) {
        List<IndexedClick> found = new ArrayList<>();
        blocks.forEach(
            block ->
                ClickBlock.forEachOf(
                    block.name().asReadOnlyByteBuffer(),
                    block.bytes().asReadOnlyByteBuffer(),
                    key.getBytes(UTF_8),
                    found::add));
        assertThat(found)
            .isEqualTo(all(blocks).stream().filter(click -> click.key().equals(key)).toList());
      }
      if (!clicks.isEmpty()) {
        // What all keys of a block begin with, and what goes on behind one, are none of them.
        String key = clicks.get(0).key();
        for (String other : List.of("", key.substring(0, key.length() - 1) + "\u0000", key + "x")) {
          List<IndexedClick> nobody = new ArrayList<>();
          blocks.forEach(
              block ->
                  ClickBlock.forEachOf(
                      block.name().asReadOnlyByteBuffer(),
                      block.bytes().asReadOnlyByteBuffer(),
                      other.getBytes(UTF_8),
                      nobody::add));
          assertThat(nobody).isEmpty();
        }
      }
      for (ClickBlock block : blocks) {
        List<IndexedClick> ofBlock = all(List.of(block));
        assertThat(ofBlock).hasSizeLessThanOrEqualTo(ClickBlock.MOST_CLICKS);
        assertThat(block.earliestMillis())
            .isEqualTo(
                ofBlock.stream().mapToLong(IndexedClick::clickTimestampMillis).min().orElseThrow());
        List<IndexedClick> nobody = new ArrayList<>();
        ClickBlock.forEachOf(
            block.name().asReadOnlyByteBuffer(),
            block.bytes().asReadOnlyByteBuffer(),
            "nobody".getBytes(UTF_8),
            nobody::add);
        assertThat(nobody).isEmpty();
      }
    }
  }

  @Test
  void sameClicksAreSameBlocksInWhateverOrderTheyCame() {
    Random random = new Random(1);
    List<IndexedClick> clicks = made(random, 2_000);
    List<ClickBlock> blocks = ClickBlock.cut(clicks);
    List<IndexedClick> again = new ArrayList<>(clicks);
    again.addAll(clicks.subList(0, 700));
    Collections.shuffle(again, random);

    assertThat(ClickBlock.cut(again)).isEqualTo(blocks);
    assertThat(blocks).extracting(ClickBlock::name).doesNotHaveDuplicates();
  }

  @Test
  void longTextsMakeBlocksSmallNotLarge() {
    List<IndexedClick> clicks = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      clicks.add(byFields("u" + i, TIME, "x".repeat(256) + i, "y".repeat(256) + i, "DE"));
    }
    assertThat(ClickBlock.cut(clicks)).hasSizeGreaterThan(4);
  }

  /** What deflates to nothing says nothing of a limit. */
  @Test
  void noBlockIsLargerThanItMayBe() {
    Random random = new Random(1);
    List<IndexedClick> clicks = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      byte[] text = new byte[128];
      random.nextBytes(text);
      String hex = HexFormat.of().formatHex(text);
      clicks.add(byFields("u" + i, TIME, hex, new StringBuilder(hex).reverse().toString(), "DE"));
    }
    List<ClickBlock> blocks = ClickBlock.cut(clicks);
    assertThat(blocks)
        .allSatisfy(
            block -> assertThat(block.bytes().size()).isLessThanOrEqualTo(ClickBlock.MOST_BYTES));
    List<IndexedClick> read = new ArrayList<>();
    blocks.forEach(
        block ->
            ClickBlock.forEach(
                block.name().asReadOnlyByteBuffer(),
                block.bytes().asReadOnlyByteBuffer(),
                read::add));
    assertThat(read).hasSize(clicks.size());
  }

  @Test
  void sameClickIsOneWhateverElseItHas() {
    IndexedClick click = byFields("u", TIME, "ad", "1.2.3.4", "DE");
    assertThat(click.isSameClick(byFields("u", TIME, "ad", "1.2.3.4", "FR"))).isTrue();
    assertThat(click.isSameClick(byFields("u", TIME, "ad", "1.2.3.5", "DE"))).isFalse();
    assertThat(click.isSameClick(byFields("u", TIME + 1, "ad", "1.2.3.4", "DE"))).isFalse();
    assertThat(click.isSameClick(byFields("v", TIME, "ad", "1.2.3.4", "DE"))).isFalse();
    IndexedClick known = byClickId("u", TIME, 1, "ad", "1.2.3.4", "DE");
    assertThat(known.isSameClick(byClickId("u", TIME, 1, "ad2", "::1", "FR"))).isTrue();
    assertThat(known.isSameClick(byClickId("u", TIME, 2, "ad", "1.2.3.4", "DE"))).isFalse();
    assertThat(known.isSameClick(click)).isFalse();
  }

  @Test
  void refusesWhatIsNoBlock() {
    ClickBlock block = ClickBlock.cut(made(new Random(3), 50)).get(0);
    ByteString bytes = block.bytes();
    for (ByteString bad :
        List.of(
            ByteString.EMPTY,
            bytes.substring(0, 1),
            bytes.substring(0, bytes.size() / 2),
            ByteString.copyFrom(new byte[] {2}).concat(bytes.substring(1)))) {
      assertThatThrownBy(
              () ->
                  ClickBlock.forEach(
                      block.name().asReadOnlyByteBuffer(), bad.asReadOnlyByteBuffer(), click -> {}))
          .isInstanceOf(DamagedBlockException.class)
          .hasMessageContaining("a block of clicks");
    }
  }

  @Test
  void noBitMakesOtherClicks() {
    ClickBlock block = ClickBlock.cut(made(new Random(3), 200)).get(0);
    List<IndexedClick> whole = all(List.of(block));
    byte[] key = whole.get(whole.size() / 2).keyUtf8();
    List<IndexedClick> ofKey = of(block, key);
    byte[] bytes = block.bytes().toByteArray();
    int refused = 0;
    for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
      bytes[bit / Byte.SIZE] = flipped(bytes[bit / Byte.SIZE], bit);
      ClickBlock other = ClickBlock.of(block.name().toByteArray(), block.earliestMillis(), bytes);
      try {
        assertThat(all(List.of(other))).as("bit %d", bit).isEqualTo(whole);
        assertThat(of(other, key)).as("bit %d", bit).isEqualTo(ofKey);
      } catch (DamagedBlockException e) {
        refused++;
      }
      bytes[bit / Byte.SIZE] = flipped(bytes[bit / Byte.SIZE], bit);
    }
    assertThat(refused).isGreaterThan(bytes.length * (Byte.SIZE - 1));
  }

  @Test
  void refusesABlockUnderAnothersName() {
    ClickBlock one = ClickBlock.cut(made(new Random(3), 50)).get(0);
    ClickBlock other = ClickBlock.cut(made(new Random(4), 50)).get(0);
    byte[] name = one.name().toByteArray();
    for (int bit = 0; bit < name.length * Byte.SIZE; bit++) {
      name[bit / Byte.SIZE] = flipped(name[bit / Byte.SIZE], bit);
      ClickBlock renamed = new ClickBlock(ByteString.copyFrom(name), 0, one.bytes());
      assertThatThrownBy(() -> all(List.of(renamed))).isInstanceOf(DamagedBlockException.class);
      name[bit / Byte.SIZE] = flipped(name[bit / Byte.SIZE], bit);
    }
    ClickBlock mixed = new ClickBlock(one.name(), one.earliestMillis(), other.bytes());
    assertThatThrownBy(() -> all(List.of(mixed)))
        .isInstanceOf(DamagedBlockException.class)
        .hasMessage("a block of clicks that is not what its name says");
  }

  private static byte flipped(byte value, int bit) {
    return (byte) (value ^ 1 << bit % Byte.SIZE);
  }

  private static List<IndexedClick> of(ClickBlock block, byte[] key) {
    List<IndexedClick> found = new ArrayList<>();
    ClickBlock.forEachOf(
        block.name().asReadOnlyByteBuffer(), block.bytes().asReadOnlyByteBuffer(), key, found::add);
    return found;
  }

  @Test
  void bucketsAndChunksAreOfDifferentBits() {
    ClickBuckets buckets = new ClickBuckets(4096);
    int[] clicks = new int[ClickBuckets.CHUNKS];
    for (int i = 0; i < 400_000; i++) {
      int hash = Buckets.hash(("user-" + i).getBytes(UTF_8), 0, ("user-" + i).length());
      if (buckets.bucketOf(hash) < 64) {
        clicks[ClickBuckets.chunkOf(hash)]++;
      }
    }
    for (int ofChunk : clicks) {
      assertThat(ofChunk).isBetween(250, 550);
    }
    for (int bad : new int[] {0, 3, -4, 131_072}) {
      assertThatThrownBy(() -> new ClickBuckets(bad)).hasMessageContaining("power of two");
    }
  }

  private static List<IndexedClick> made(Random random, int count) {
    List<IndexedClick> clicks = new ArrayList<>();
    int users = 1 + random.nextInt(1 + random.nextInt(500));
    for (int i = 0; i < count; i++) {
      String user = random.nextInt(10) == 0 ? "hot" : "user-" + random.nextInt(users);
      long time = TIME + random.nextInt(1 + random.nextInt(60_000));
      String ad = "ad-" + random.nextInt(50);
      String ip = random.nextInt(9) == 0 ? "2001:db8::" + i % 7 : "203.0.113." + i % 256;
      String country = i % 3 == 0 ? "DE" : "ÜS";
      clicks.add(
          random.nextBoolean()
              ? byFields(user, time, ad, ip, country)
              : byClickId(user, time, random.nextLong(), ad, ip, country));
    }
    return clicks;
  }

  private static Set<String> keys(List<IndexedClick> clicks) {
    Set<String> keys = new TreeSet<>();
    clicks.stream().limit(20).forEach(click -> keys.add(click.key()));
    return keys;
  }

  private static List<IndexedClick> all(List<ClickBlock> blocks) {
    List<IndexedClick> clicks = new ArrayList<>();
    blocks.forEach(
        block ->
            ClickBlock.forEach(
                block.name().asReadOnlyByteBuffer(),
                block.bytes().asReadOnlyByteBuffer(),
                clicks::add));
    return clicks;
  }

  private static IndexedClick byFields(
      String key, long millis, String ad, String other, String scope) {
    return IndexedClick.byFields(utf8(key), millis, utf8(ad), utf8(other), utf8(scope));
  }

  private static IndexedClick byClickId(
      String key, long millis, long identity, String ad, String other, String scope) {
    return IndexedClick.byClickId(utf8(key), millis, identity, utf8(ad), utf8(other), utf8(scope));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
