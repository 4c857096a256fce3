package org.adclicks.localstack.oracle;

/** An ad and its clicks: one place of a top list. */
public record AdCount(String adId, long clicks) {}
