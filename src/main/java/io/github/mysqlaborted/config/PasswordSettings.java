package io.github.mysqlaborted.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * When a server may have the password itself, where an answer to a challenge does not do. It always
 * may if it proved who it is, or is on this machine.
 *
 * @param anyServer {@code get-server-public-key}: whoever answers at the address may have it
 * @param serverKey {@code server-public-key-path}: only who has the key to this one can read it
 * @param cleartext {@code enable-cleartext-plugin}: it is sent as it is, to a server that proved
 *     who it is
 */
public record PasswordSettings(boolean anyServer, Optional<Path> serverKey, boolean cleartext) {

  /** What holds where nothing is said. */
  public static final PasswordSettings USUAL = new PasswordSettings(false, Optional.empty(), false);

  public PasswordSettings {
    requireNonNull(serverKey, "serverKey");
  }
}
