package io.github.mysqlaborted.config;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a server listens. */
public sealed interface ServerAddress {

  int DEFAULT_PORT = 3306;

  /**
   * A TCP port. The host is a DNS name, an IPv4 or an IPv6 address and can be nothing else, so that
   * it cannot carry an option of the driver.
   */
  record Tcp(String host, int port) implements ServerAddress {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]{0,252})");
    private static final Pattern ENDS_IN_NUMBER =
        Pattern.compile("(?:[^:]*\\.)?(?:[0-9]+|0x[0-9a-f]*)");
    private static final Pattern WHOLE_IPV4 =
        Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?=[0-9])|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("(?=.*:.*:)[0-9A-Fa-f:.]{2,45}");

    public Tcp {
      requireNonNull(host, "host");
      if (!isHost(host)) {
        throw new IllegalArgumentException("not a host name or address");
      }
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException("not a port: " + port);
      }
    }

    /**
     * The same server in the one spelling that it has here: a name in small letters, without the
     * dot of the root, an address as Java writes it. Empty for what ends in a number and is no
     * whole address: the C library takes {@code 10.1} and {@code 0x0a.1} for one.
     */
    public Optional<Tcp> canonical() {
      String name = host.toLowerCase(Locale.ROOT);
      while (name.endsWith(".")) {
        name = name.substring(0, name.length() - 1);
      }
      if (ENDS_IN_NUMBER.matcher(name).matches() && !WHOLE_IPV4.matcher(name).matches()) {
        return Optional.empty();
      }
      try {
        String same = name.indexOf(':') < 0 ? name : InetAddress.getByName(name).getHostAddress();
        return Optional.of(new Tcp(same, port));
      } catch (UnknownHostException e) {
        return Optional.empty();
      }
    }

    static boolean isHost(String text) {
      return NAME.matcher(text).matches() || IPV6.matcher(text).matches();
    }

    @Override
    public String toString() {
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
  }

  /** A Unix domain socket of this machine. */
  record UnixSocket(Path path) implements ServerAddress {
    public UnixSocket {
      requireNonNull(path, "path");
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  /** Reads {@code HOST}, {@code HOST:PORT}, {@code [IPV6]} or {@code [IPV6]:PORT}. */
  static Optional<Tcp> parse(String text) {
    Matcher parts = Text.HOST_AND_PORT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
    int port = parts.group(3) == null ? DEFAULT_PORT : Integer.parseInt(parts.group(3));
    boolean bracketsFit = (host.indexOf(':') >= 0) == (parts.group(1) != null);
    return bracketsFit && Tcp.isHost(host) && port >= 1 && port <= 65_535
        ? Optional.of(new Tcp(host, port))
        : Optional.empty();
  }

  /** Whether the text is an IPv4 or IPv6 address, which no name server has to be asked for. */
  static boolean isLiteral(String text) {
    return Text.IPV4.matcher(text).matches() || Tcp.IPV6.matcher(text).matches();
  }

  /** The shape of an address. */
  final class Text {
    private static final Pattern IPV4 = Pattern.compile("(?:[0-9]{1,3}\\.){3}[0-9]{1,3}");
    private static final Pattern HOST_AND_PORT =
        Pattern.compile("(?:\\[([^\\[\\]]*)\\]|([^\\[\\]:]*))(?::([0-9]{1,5}))?");

    private Text() {}
  }
}
