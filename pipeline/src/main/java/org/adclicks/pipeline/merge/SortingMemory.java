package org.adclicks.pipeline.merge;

/**
 * What several logs that are sorted one after the other, and merged at once, may keep in memory
 * together: a log that is no larger than its share stays there to the end, and whatever is not kept
 * is free for the pieces of the one being sorted. Not thread-safe.
 */
public final class SortingMemory {

  private final long bytes;
  private final long share;
  private long kept;

  /**
   * @param bytes of all
   * @param logs that will be sorted, at least 1
   */
  public SortingMemory(long bytes, long logs) {
    this.bytes = bytes;
    this.share = bytes / logs;
  }

  /** How large a piece may become. */
  long free() {
    return bytes - kept;
  }

  /** Whether a whole log of so many bytes may stay; if so, it is counted. */
  boolean keeps(long logBytes) {
    boolean stays = logBytes <= share;
    if (stays) {
      kept += logBytes;
    }
    return stays;
  }
}
