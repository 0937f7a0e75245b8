package io.github.mysqlaborted.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether and how TLS is used. The files are PEM, and are read anew for each login, so that renewed
 * certificates are taken up.
 *
 * @param ca certificates of the authorities that are trusted; there for {@link SslMode#VERIFY_CA}
 *     and {@link SslMode#VERIFY_IDENTITY}
 * @param certificate that of the client, with those between it and the authority behind it
 * @param key the client's private key; there when the certificate is
 */
public record TlsSettings(
    SslMode mode, Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {

  public TlsSettings {
    requireNonNull(mode, "mode");
    requireNonNull(ca, "ca");
    if (mode.verifies() && ca.isEmpty()) {
      throw new IllegalArgumentException(mode + " without the certificate of an authority");
    }
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException("a certificate needs a key, and a key a certificate");
    }
  }

  /** TLS without any files. */
  public static TlsSettings of(SslMode mode) {
    return new TlsSettings(mode, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
