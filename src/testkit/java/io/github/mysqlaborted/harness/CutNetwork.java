package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two network namespaces with a cable between them that can be pulled: one for a server, one for
 * its clients. What is pulled tells nobody, as with a firewall that drops packets. The server's
 * kernel asks idle peers after four seconds, and gives up on them after two more. What runs where
 * the server is finds a name server that takes every question and answers none.
 *
 * <p>Only root can make one.
 */
public final class CutNetwork implements AutoCloseable {

  /** The server's address on the cable; each network has the same, in namespaces of its own. */
  public static final String SERVER = "10.99.1.1";

  public static final String CLIENT = "10.99.1.2";

  private static final String SERVER_MAC = "02:00:00:00:00:01";
  private static final String CLIENT_MAC = "02:00:00:00:00:02";

  private static final List<String> KEEPALIVE =
      List.of(
          "net.ipv4.tcp_keepalive_time=4",
          "net.ipv4.tcp_keepalive_intvl=1",
          "net.ipv4.tcp_keepalive_probes=2",
          "net.ipv4.tcp_retries2=3");

  /** An address that packets are sent to and nobody has. */
  private static final String NOBODY = "192.0.2.53";

  private static final String RESOLVER =
      "nameserver " + NOBODY + "\noptions timeout:5 attempts:1\n";

  /** Where {@code ip netns exec} finds the files of a namespace that stand for those in /etc. */
  private static final Path FILES = Path.of("/etc/netns");

  private static final Path ANYWHERE = Path.of("/");
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String servers;
  private final String clients;

  private CutNetwork(String name) {
    servers = name + "s";
    clients = name + "c";
  }

  /** Why there is none here; empty where there is. */
  public static Optional<String> unavailableBecause() {
    return System.getProperty("user.name").equals("root")
        ? Optional.empty()
        : Optional.of("only root can make a network namespace");
  }

  /** A network that is whole. */
  public static CutNetwork create() throws IOException {
    CutNetwork network =
        new CutNetwork("cut-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet());
    try {
      ip("netns add " + network.servers);
      ip("netns add " + network.clients);
      ip(
          "link add cable netns %s type veth peer name cable netns %s"
              .formatted(network.servers, network.clients));
      up(network.servers, SERVER, SERVER_MAC);
      up(network.clients, CLIENT, CLIENT_MAC);
      // As behind a router: the server's kernel does not see that the client's machine is gone.
      ip(
          "-n %s neigh replace %s lladdr %s dev cable nud permanent"
              .formatted(network.servers, CLIENT, CLIENT_MAC));
      ip("-n %s route add %s dev cable".formatted(network.servers, NOBODY));
      ip(
          "-n %s neigh replace %s lladdr %s dev cable nud permanent"
              .formatted(network.servers, NOBODY, CLIENT_MAC));
      Files.createDirectories(network.files());
      Files.writeString(network.files().resolve("resolv.conf"), RESOLVER);
      for (String setting : KEEPALIVE) {
        Command.run(ANYWHERE, in(network.servers, List.of("sysctl", "-q", "-w", setting)));
      }
      return network;
    } catch (IOException e) {
      network.close();
      throw e;
    }
  }

  private static void up(String namespace, String address, String mac) throws IOException {
    ip("-n " + namespace + " link set cable address " + mac);
    ip("-n " + namespace + " addr add " + address + "/30 dev cable");
    ip("-n " + namespace + " link set lo up");
    ip("-n " + namespace + " link set cable up");
  }

  private static void ip(String arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments.split(" ")));
    Command.run(ANYWHERE, command);
  }

  private static List<String> in(String namespace, List<String> command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    all.addAll(command);
    return all;
  }

  private Path files() {
    return FILES.resolve(servers);
  }

  /** The command, to be run where the server is. */
  List<String> ofServer(List<String> command) {
    return in(servers, command);
  }

  /** The command, to be run where clients are. */
  List<String> ofClient(List<String> command) {
    return in(clients, command);
  }

  /** Pulls the cable. */
  public void cut() throws IOException {
    ip("-n " + clients + " link set cable down");
  }

  /** Plugs it in again. */
  public void mend() throws IOException {
    ip("-n " + clients + " link set cable up");
  }

  /** A client that says nothing and gives up after a second, or when the server greets it. */
  void connectAndGiveUp(int port) throws IOException {
    String script = "exec 3<>/dev/tcp/" + SERVER + "/" + port + "; read -r -n 1 -t 1 -u 3; true";
    Command.run(ANYWHERE, ofClient(List.of("bash", "-c", script)));
  }

  @Override
  public void close() {
    try {
      Trees.delete(files());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String namespace : List.of(servers, clients)) {
      try {
        if (Command.run(ANYWHERE, List.of("ip", "netns", "list")).contains(namespace)) {
          ip("netns del " + namespace);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
