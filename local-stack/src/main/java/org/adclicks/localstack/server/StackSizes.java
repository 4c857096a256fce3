package org.adclicks.localstack.server;

import java.util.ArrayList;
import java.util.List;

/**
 * How much of the machine each process of a stack may take: JVM options of heap and collector, and
 * what Cassandra keeps in memory before it writes a file.
 *
 * <p>Errors: {@link IllegalArgumentException} for a memtable of nothing.
 *
 * @param tools of the pipeline module's other commands, such as {@code generate}
 * @param memtableMebibytes on Cassandra's heap, and as much again beside it
 * @param commitWindowMillis how long Cassandra's writes wait for others to reach the disk with; 0
 *     to go at once
 * @param clickBuckets of the click index, which is spread by the load; a stack keeps those it began
 *     with
 * @param parallelism of Flink within the pipeline's process; a stack may begin again with more, not
 *     with less
 */
public record StackSizes(
    List<String> kafka,
    List<String> cassandra,
    List<String> pipeline,
    List<String> store,
    List<String> queryService,
    List<String> tools,
    int memtableMebibytes,
    int commitWindowMillis,
    int clickBuckets,
    int parallelism) {

  private static final String SERIAL = "-XX:+UseSerialGC";

  /** What outlives two collections is state and stays for minutes. */
  private static final String PROMOTE_EARLY = "-XX:MaxTenuringThreshold=1";

  /** What outlives a collection of Cassandra's is a memtable, but for a few requests. */
  private static final String KEEP_AT_ONCE = "-XX:MaxTenuringThreshold=0";

  /** Where the kernel gives huge pages to who asks: one entry of its page tables for 512. */
  private static final String HUGE_PAGES = "-XX:+UseTransparentHugePages";

  /** Memory is the process's own before the load comes, not one page after another under it. */
  private static final String TOUCH_FIRST = "-XX:+AlwaysPreTouch";

  /**
   * The quick compiler alone: the thorough one takes as long as the work of a process that moves
   * little, and is busiest when all of them start.
   */
  private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

  /** The thorough compiler for what has run ten times as often as usual: not for a start. */
  private static final List<String> THOROUGH_COMPILER_LATE =
      List.of(
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=6000",
          "-XX:Tier4CompileThreshold=150000",
          "-XX:Tier4BackEdgeThreshold=400000");

  private static final int SMALL_MEMTABLE = 256;
  private static final int LARGE_MEMTABLE = 1024;

  /**
   * Milliseconds. Under load each sync is of many writes; alone, a write takes so much longer. With
   * 5 the thread that syncs was an eighth of Cassandra's CPU.
   */
  private static final int COMMIT_WINDOW = 15;

  /** For up to some 300 clicks a second. */
  private static final int FEW_BUCKETS = 64;

  /** For some 10,000. */
  private static final int MANY_BUCKETS = 2048;

  private static final int PARALLELISM = 2;

  /**
   * Steps have threads of their own anyway. On two cores that others use too, with twice as many
   * the pipeline took a fifth more CPU for the same clicks, and all together 5 % more.
   */
  private static final int PARALLELISM_UNDER_LOAD = 1;

  public StackSizes {
    kafka = List.copyOf(kafka);
    cassandra = List.copyOf(cassandra);
    pipeline = List.copyOf(pipeline);
    queryService = List.copyOf(queryService);
    tools = List.copyOf(tools);
    if (memtableMebibytes < 1) {
      throw new IllegalArgumentException("memtables need at least 1 MiB, not " + memtableMebibytes);
    }
  }

  /** For a demo beside other work: all together stay below 6 GiB. */
  public static StackSizes small() {
    return new StackSizes(
        List.of("-Xms128m", "-Xmx512m", SERIAL, QUICK_COMPILER),
        and(THOROUGH_COMPILER_LATE, "-Xms512m", "-Xmx1g", SERIAL),
        and(THOROUGH_COMPILER_LATE, "-Xmx2g", SERIAL),
        and(THOROUGH_COMPILER_LATE, "-Xmx1g", SERIAL),
        and(THOROUGH_COMPILER_LATE, "-Xmx384m", SERIAL),
        List.of("-Xmx512m", SERIAL, QUICK_COMPILER),
        SMALL_MEMTABLE,
        0,
        FEW_BUCKETS,
        PARALLELISM);
  }

  /** For load on a machine of its own, with 16 GiB or more. */
  public static StackSizes large() {
    return new StackSizes(
        List.of("-Xms1g", "-Xmx1g", SERIAL),
        List.of("-Xms3g", "-Xmx3g", SERIAL, KEEP_AT_ONCE, HUGE_PAGES, TOUCH_FIRST),
        List.of("-Xms6g", "-Xmx6g", SERIAL, PROMOTE_EARLY, HUGE_PAGES, TOUCH_FIRST),
        List.of("-Xms1g", "-Xmx1g", SERIAL),
        List.of("-Xmx512m", SERIAL),
        List.of("-Xmx512m", SERIAL),
        LARGE_MEMTABLE,
        COMMIT_WINDOW,
        MANY_BUCKETS,
        PARALLELISM_UNDER_LOAD);
  }

  /**
   * The same with a Cassandra that is never to be started again on its data: it does not flush its
   * own tables at every change of the schema, which makes a keyspace in a fraction of the time, and
   * is not there long enough for a thorough compiler.
   */
  public StackSizes withThrowAwayCassandra() {
    List<String> more = and(cassandra, "-Dcassandra.unsafesystem=true", QUICK_COMPILER);
    return new StackSizes(
        kafka,
        more,
        pipeline,
        store,
        queryService,
        tools,
        memtableMebibytes,
        commitWindowMillis,
        clickBuckets,
        parallelism);
  }

  /** The same with one more JVM option of the pipeline, which outdoes those before it. */
  public StackSizes withPipelineOption(String option) {
    return new StackSizes(
        kafka,
        cassandra,
        and(pipeline, option),
        store,
        queryService,
        tools,
        memtableMebibytes,
        commitWindowMillis,
        clickBuckets,
        parallelism);
  }

  private static List<String> and(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return all;
  }
}
