package org.adclicks.localstack.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.adclicks.localstack.process.FreePort;
import org.adclicks.localstack.process.StackFailure;

/**
 * One of the servers of a kind, each on a loopback address of its own: the first on 127.0.0.1, the
 * next on 127.0.0.2. All have the same ports.
 *
 * <p>Errors: {@link IllegalArgumentException} for a number there is not.
 *
 * @param number from 1 on
 * @param of how many there are
 * @param port for clients
 * @param peerPort for one another
 */
public record Node(int number, int of, int port, int peerPort) {

  private static final String NETWORK = "127.0.0.";

  public Node {
    if (number < 1 || number > of) {
      throw new IllegalArgumentException("there is no node " + number + " of " + of);
    }
  }

  /** The only one, which has nobody to talk to. */
  static Node only(int port) {
    return new Node(1, 1, port, FreePort.any());
  }

  /** So many of them. */
  public static List<Node> all(int count, int port, int peerPort) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> new Node(number, count, port, peerPort))
        .toList();
  }

  /** The preferred port if it is free on the addresses of all, else any that is. */
  public static int portFor(int count, int preferred) {
    IntPredicate isFree = port -> isFreeOnOthers(count, port);
    if (isFree.test(preferred) && FreePort.take(preferred)) {
      return preferred;
    }
    return IntStream.generate(FreePort::any).filter(isFree).findFirst().orElseThrow();
  }

  private static boolean isFreeOnOthers(int count, int port) {
    return IntStream.rangeClosed(2, count)
        .allMatch(number -> FreePort.isFree(resolved(addressOf(number)), port));
  }

  /** Where clients find so many, as they want it: with commas between them. */
  public static String contacts(int count, int port) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> addressOf(number) + ":" + port)
        .collect(Collectors.joining(","));
  }

  /** Whether it has nobody to talk to. */
  boolean isAlone() {
    return of == 1;
  }

  public String address() {
    return addressOf(number);
  }

  /** What a server of this kind is called: by its kind, and its number if there are others. */
  public String name(String kind) {
    return isAlone() ? kind : kind + "-" + number;
  }

  /** All addresses, this one among them. */
  List<String> addresses() {
    return IntStream.rangeClosed(1, of).mapToObj(Node::addressOf).toList();
  }

  /** How many copies there are of what all of them keep. */
  int replicas() {
    return Math.min(of, 3);
  }

  /** Whether it lets clients in. */
  boolean isServed() {
    return FreePort.isServed(resolved(address()), port);
  }

  private static String addressOf(int number) {
    return NETWORK + number;
  }

  private static InetAddress resolved(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new StackFailure("this machine has no address " + address, e);
    }
  }
}
