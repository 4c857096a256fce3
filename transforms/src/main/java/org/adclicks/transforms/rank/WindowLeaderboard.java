package org.adclicks.transforms.rank;

/** A leaderboard and which of the configured windows it belongs to. */
public record WindowLeaderboard(RankingWindow window, Leaderboard board) {}
