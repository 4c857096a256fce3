package org.adclicks.access;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a server listens, as every option writes it: {@code HOST:PORT}, several with commas. An
 * IPv6 address stands in brackets.
 *
 * @param host without brackets
 */
public record HostPort(String host, int port) {

  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^:\\s\\[\\]]+)):(\\d{1,5})");
  private static final int HIGHEST_PORT = 65_535;

  /**
   * Reads one address.
   *
   * @throws IllegalArgumentException if it is not HOST:PORT
   */
  public static HostPort parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (matcher.matches()) {
      int port = Integer.parseInt(matcher.group(3));
      if (port >= 1 && port <= HIGHEST_PORT) {
        return new HostPort(matcher.group(1) != null ? matcher.group(1) : matcher.group(2), port);
      }
    }
    throw new IllegalArgumentException("'" + text.strip() + "' is not HOST:PORT");
  }

  /**
   * Reads one or more, parted by commas.
   *
   * @throws IllegalArgumentException naming the first that is not HOST:PORT
   */
  public static List<HostPort> parseAll(String text) {
    return Arrays.stream(text.split(",", -1)).map(HostPort::parse).toList();
  }

  /** As {@link #parseAll} reads them. */
  public static String join(List<HostPort> all) {
    return all.stream().map(HostPort::toString).collect(Collectors.joining(","));
  }

  /** Looked up in the network now. */
  public InetSocketAddress address() {
    return new InetSocketAddress(host, port);
  }

  /** Whether what is sent there stays on this machine; not if nobody knows where it is. */
  public boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
