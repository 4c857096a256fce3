package org.adclicks.pipeline.kafka;

/**
 * What a topic is read for, as far as its reader must know that to refuse and to warn.
 *
 * @param records what its records are, in one word
 * @param whatWaits while nobody can say how far it is read, as a sentence goes on
 * @param isBeginningNeeded whether a partition whose first records are gone is refused even by one
 *     who has read nothing of it
 * @param toGoOn what is lost with records that were deleted unread, and how to go on nevertheless,
 *     as a sentence
 * @param toMend what somebody who has gone on should know and do, as a sentence
 */
public record TopicUse(
    String records, String whatWaits, boolean isBeginningNeeded, String toGoOn, String toMend) {}
