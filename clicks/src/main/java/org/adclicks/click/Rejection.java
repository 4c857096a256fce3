package org.adclicks.click;

import org.adclicks.v1.RejectionReason;

/**
 * Why a line is no click.
 *
 * @param detail one sentence for people
 */
public record Rejection(RejectionReason reason, String detail) {}
