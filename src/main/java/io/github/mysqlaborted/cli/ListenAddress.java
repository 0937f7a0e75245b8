package io.github.mysqlaborted.cli;

import io.github.mysqlaborted.config.ConfigException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the exporter answers: {@code :PORT}, {@code HOST:PORT} or {@code [IPV6]:PORT}. */
final class ListenAddress {

  static final String DEFAULT = ":10104";

  private static final String VARIABLE = "MYSQL_ABORTED_EXPORTER_WEB_LISTEN_ADDRESS";
  private static final Pattern SHAPE =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]*)):(\\d{1,5})");

  private ListenAddress() {}

  /**
   * Reads one.
   *
   * @param flag for the message
   */
  static InetSocketAddress parse(String flag, String text) throws ConfigException {
    Matcher parts = SHAPE.matcher(text);
    if (!parts.matches() || Integer.parseInt(parts.group(3)) > 65_535) {
      throw FlagsParser.bad(flag, text, ":PORT, HOST:PORT, [IPV6]:PORT");
    }
    int port = Integer.parseInt(parts.group(3));
    String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
    InetSocketAddress address =
        host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw FlagsParser.bad(flag, text, "a host of this machine");
    }
    return address;
  }

  /** The first one of an exporter with this environment, as this machine reaches it. */
  static InetSocketAddress firstOf(Map<String, String> environment) throws ConfigException {
    String text = environment.getOrDefault(VARIABLE, DEFAULT);
    InetSocketAddress address = parse(VARIABLE, text.split(",", -1)[0].strip());
    return address.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort())
        : address;
  }
}
