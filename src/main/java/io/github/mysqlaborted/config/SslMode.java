package io.github.mysqlaborted.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code --ssl-mode} as the MySQL clients define it.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/8.4/en/connection-options.html">Command Options
 *     for Connecting to the Server</a>
 */
public enum SslMode {
  /** Never TLS. */
  DISABLED,
  /** TLS where the server offers it, else none. */
  PREFERRED,
  /** TLS, whoever the server is. */
  REQUIRED,
  /** TLS with a certificate of a known authority. */
  VERIFY_CA,
  /** TLS with a certificate of a known authority, made for this host name. */
  VERIFY_IDENTITY;

  /** Whether the server has to prove who it is. */
  public boolean verifies() {
    return switch (this) {
      case DISABLED, PREFERRED, REQUIRED -> false;
      case VERIFY_CA, VERIFY_IDENTITY -> true;
    };
  }

  /** The mode of that name, in any case, with {@code -} or {@code _}. */
  static Optional<SslMode> parse(String text) {
    String name = text.replace('-', '_');
    return Arrays.stream(values()).filter(mode -> mode.name().equalsIgnoreCase(name)).findFirst();
  }

  static String accepted() {
    return Arrays.stream(values()).map(SslMode::name).collect(Collectors.joining(", "));
  }
}
