package org.adclicks.transforms.index;

import org.adclicks.proto.store.ClickBlock;
import org.adclicks.proto.store.ClickSide;

/**
 * Some clicks of one minute, side and bucket.
 *
 * @param bucket from 0, below how many there are
 * @param minuteMillis the first millisecond of the minute
 */
public record MinuteBlock(ClickSide side, int bucket, long minuteMillis, ClickBlock block) {}
