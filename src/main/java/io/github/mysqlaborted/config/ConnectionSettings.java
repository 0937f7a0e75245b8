package io.github.mysqlaborted.config;

import static java.util.Objects.requireNonNull;

/**
 * How to log in to one server.
 *
 * @param address where it listens
 * @param user the account's name
 * @param password its password, which may be empty
 * @param tls whether and how TLS is used
 */
public record ConnectionSettings(
    ServerAddress address, String user, Secret password, TlsSettings tls) {

  public ConnectionSettings {
    requireNonNull(address, "address");
    requireNonNull(user, "user");
    requireNonNull(password, "password");
    requireNonNull(tls, "tls");
  }
}
