package io.github.mysqlaborted.access;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a client has to show of itself, under the names of Go's {@code crypto/tls}. */
enum ClientAuth {
  NO_CLIENT_CERT("NoClientCert", false, false, false),
  REQUEST_CLIENT_CERT("RequestClientCert", true, false, false),
  REQUIRE_ANY_CLIENT_CERT("RequireAnyClientCert", true, true, false),
  VERIFY_CLIENT_CERT_IF_GIVEN("VerifyClientCertIfGiven", true, false, true),
  REQUIRE_AND_VERIFY_CLIENT_CERT("RequireAndVerifyClientCert", true, true, true);

  /** What exporter-toolkit still takes for {@link #REQUIRE_ANY_CLIENT_CERT}. */
  private static final String OLD_NAME = "RequireClientCert";

  private final String name;
  private final boolean asks;
  private final boolean requires;
  private final boolean verifies;

  ClientAuth(String name, boolean asks, boolean requires, boolean verifies) {
    this.name = name;
    this.asks = asks;
    this.requires = requires;
    this.verifies = verifies;
  }

  static Optional<ClientAuth> parse(String text) {
    return text.equals(OLD_NAME)
        ? Optional.of(REQUIRE_ANY_CLIENT_CERT)
        : Arrays.stream(values()).filter(type -> type.name.equals(text)).findFirst();
  }

  static String accepted() {
    return Arrays.stream(values()).map(type -> type.name).collect(Collectors.joining(", "));
  }

  /** Whether a client is asked for a certificate at all. */
  boolean asks() {
    return asks;
  }

  /** Whether one without a certificate is turned away. */
  boolean requires() {
    return requires;
  }

  /** Whether the certificate has to come from an authority that is trusted. */
  boolean verifies() {
    return verifies;
  }

  @Override
  public String toString() {
    return name;
  }
}
