package io.github.mysqlaborted.config;

import static java.util.Objects.requireNonNull;

/**
 * How to log in to one server.
 *
 * @param address where it listens
 * @param user the account's name
 * @param password its password, which may be empty
 * @param tls whether and how TLS is used
 * @param passwords who may have the password itself
 */
public record ConnectionSettings(
    ServerAddress address,
    String user,
    Secret password,
    TlsSettings tls,
    PasswordSettings passwords) {

  public ConnectionSettings {
    requireNonNull(address, "address");
    requireNonNull(user, "user");
    requireNonNull(password, "password");
    requireNonNull(tls, "tls");
    requireNonNull(passwords, "passwords");
  }

  /** With nothing said of who may have the password. */
  public ConnectionSettings(ServerAddress address, String user, Secret password, TlsSettings tls) {
    this(address, user, password, tls, PasswordSettings.USUAL);
  }
}
