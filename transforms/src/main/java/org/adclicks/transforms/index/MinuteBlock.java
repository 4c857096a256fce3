package org.adclicks.transforms.index;

import org.adclicks.proto.store.ClickBlock;
import org.adclicks.proto.store.ClickSide;

/**
 * Some clicks of one minute, side and bucket; or late ones of several minutes of an hour.
 *
 * @param bucket from 0, below how many there are; below 0 if they came late
 * @param minuteMillis the first millisecond of the minute, of late ones of the earliest click's
 */
public record MinuteBlock(ClickSide side, int bucket, long minuteMillis, ClickBlock block) {}
