package org.adclicks.localstack.server;

/**
 * A second listener of a broker, for clients that reach it by another port than it listens on.
 *
 * @param advertised by which clients find it
 * @param port where the broker listens
 */
public record RelayedListener(int advertised, int port) {}
