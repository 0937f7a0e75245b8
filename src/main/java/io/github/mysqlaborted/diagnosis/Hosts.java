package io.github.mysqlaborted.diagnosis;

import java.util.regex.Pattern;

/** What the name or address of a host tells. */
final class Hosts {

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

  /** RFC 1918, RFC 6598, loopback and link-local; for IPv6 the same. */
  private static final Pattern PRIVATE_ADDRESS =
      Pattern.compile(
          "10\\..*|192\\.168\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*|127\\..*|169\\.254\\..*"
              + "|100\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])\\..*"
              + "|::1|(?i:f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):.*|(?i:::ffff:)(10\\.|192\\.168\\.|127\\.).*");

  private static final Pattern PROXY =
      Pattern.compile("(?i).*(proxysql|maxscale|haproxy|mysqlrouter|cloudsqlproxy|rds-?proxy).*");

  private Hosts() {}

  /** Whether it is an address of the Internet. A name may be of anywhere. */
  static boolean isPublic(String host) {
    return ADDRESS.matcher(host).matches() && !PRIVATE_ADDRESS.matcher(host).matches();
  }

  /** Whether it is {@code localhost}, or an address that the Internet does not reach. */
  static boolean isPrivate(String host) {
    return !isPublic(host);
  }

  /** Whether it names itself a proxy. */
  static boolean isProxy(String host) {
    return PROXY.matcher(host).matches();
  }
}
