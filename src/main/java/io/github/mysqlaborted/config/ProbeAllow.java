package io.github.mysqlaborted.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which servers may be probed: {@code --probe.allow}. Without a rule, none.
 *
 * <p>A rule is {@code HOST:PORT}; the same with {@code *} and {@code ?} in the host, or {@code *}
 * for the port; or a network such as {@code 10.1.0.0/16}, at whatever port. A host without a port
 * means port 3306.
 *
 * <p>What is checked is the target's name and the address that it has: a network has to contain the
 * address, and a name that only fits a pattern may not have an address of this machine or of its
 * link, such as that of a cloud's metadata service.
 */
public final class ProbeAllow {
  private static final Pattern NETWORK = Pattern.compile("([0-9A-Fa-f.:]+)/([0-9]{1,3})");
  private static final Pattern HOST =
      Pattern.compile("(?:\\[([0-9A-Fa-f.:]+)]|([A-Za-z0-9._*?-]+))(?::([0-9]{1,5}|\\*))?");

  /** One {@code --probe.allow}. */
  private sealed interface Rule {
    /** Whether the target may be allowed, once its address is known. */
    boolean mayAllow(ServerAddress.Tcp target);

    boolean allows(ServerAddress.Tcp target, InetAddress address);
  }

  private record Network(InetAddress address, int bits) implements Rule {
    @Override
    public boolean mayAllow(ServerAddress.Tcp target) {
      return true;
    }

    @Override
    public boolean allows(ServerAddress.Tcp target, InetAddress other) {
      byte[] mine = address.getAddress();
      byte[] theirs = other.getAddress();
      if (mine.length != theirs.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> bit % 8;
        if ((mine[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Port 0 is any. */
  private record Host(Pattern name, boolean exact, int port) implements Rule {
    @Override
    public boolean mayAllow(ServerAddress.Tcp target) {
      return (port == 0 || port == target.port())
          && name.matcher(target.host().toLowerCase(Locale.ROOT)).matches();
    }

    @Override
    public boolean allows(ServerAddress.Tcp target, InetAddress address) {
      return mayAllow(target) && (exact || !isNear(address));
    }

    private static boolean isNear(InetAddress address) {
      return address.isLoopbackAddress()
          || address.isLinkLocalAddress()
          || address.isAnyLocalAddress()
          || address.isMulticastAddress();
    }
  }

  private final List<Rule> rules;

  private ProbeAllow(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * Reads the rules.
   *
   * @throws ConfigException if one is none
   */
  public static ProbeAllow parse(List<String> texts) throws ConfigException {
    List<Rule> rules = new ArrayList<>();
    for (String text : texts) {
      rules.add(rule(text));
    }
    return new ProbeAllow(rules);
  }

  private static Rule rule(String text) throws ConfigException {
    Matcher network = NETWORK.matcher(text);
    if (network.matches()) {
      return network(text, network.group(1), Integer.parseInt(network.group(2)));
    }
    Matcher host = HOST.matcher(text);
    if (!host.matches()) {
      throw bad(text);
    }
    String name = host.group(1) == null ? host.group(2) : host.group(1);
    int port = port(text, host.group(3));
    boolean exact = name.indexOf('*') < 0 && name.indexOf('?') < 0;
    return new Host(glob(name.toLowerCase(Locale.ROOT)), exact, port);
  }

  private static Network network(String text, String address, int bits) throws ConfigException {
    if (!ServerAddress.isLiteral(address)) {
      throw bad(text);
    }
    try {
      InetAddress parsed = InetAddress.getByName(address);
      if (bits <= parsed.getAddress().length * 8) {
        return new Network(parsed, bits);
      }
    } catch (UnknownHostException e) {
      throw bad(text);
    }
    throw bad(text);
  }

  private static int port(String text, String port) throws ConfigException {
    if (port == null) {
      return ServerAddress.DEFAULT_PORT;
    }
    if (port.equals("*")) {
      return 0;
    }
    int number = Integer.parseInt(port);
    if (number < 1 || number > 65_535) {
      throw bad(text);
    }
    return number;
  }

  private static Pattern glob(String name) {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      switch (c) {
        case '*' -> pattern.append(".*");
        case '?' -> pattern.append('.');
        default -> pattern.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(pattern.toString());
  }

  private static ConfigException bad(String text) {
    return new ConfigException(
        "--probe.allow: found '"
            + text
            + "', accepted: HOST:PORT, with * and ? in HOST or * as PORT; ADDRESS/BITS");
  }

  /** Whether no target is allowed. */
  public boolean allowsNone() {
    return rules.isEmpty();
  }

  /** Whether the target may be allowed; its address decides. */
  public boolean mayAllow(ServerAddress.Tcp target) {
    return rules.stream().anyMatch(rule -> rule.mayAllow(target));
  }

  /** Whether a rule for names fits the target. */
  public boolean isNamed(ServerAddress.Tcp target) {
    return rules.stream().anyMatch(rule -> rule instanceof Host && rule.mayAllow(target));
  }

  /** Whether the target may be connected to at this address. */
  public boolean allows(ServerAddress.Tcp target, InetAddress address) {
    return rules.stream().anyMatch(rule -> rule.allows(target, address));
  }
}
