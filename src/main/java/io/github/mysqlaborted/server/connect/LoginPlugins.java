package io.github.mysqlaborted.server.connect;

import io.github.mysqlaborted.config.ConnectionSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * The authentication plugins of the driver that a server may ask for. Which one it is, the server
 * alone decides, before anybody knows who it is: so none is there that reveals a password, asks
 * another machine that the server names, or reads a file.
 */
public final class LoginPlugins {

  /** They answer a challenge; what else they can do hangs on the socket. */
  public static final List<String> ALWAYS =
      List.of("mysql_native_password", "caching_sha2_password");

  /** It sends the password itself, over TLS or encrypted with a key. */
  public static final String SHA256 = "sha256_password";

  /** It sends the password itself. */
  public static final String CLEAR = "mysql_clear_password";

  /**
   * Never. An old password's answer to a challenge is as good as the password; the others speak to
   * a realm, a directory, a device or an identity provider, none of which is configured here.
   */
  public static final List<String> NEVER =
      List.of(
          "mysql_old_password",
          "authentication_kerberos_client",
          "authentication_ldap_sasl_client",
          "authentication_oci_client",
          "authentication_openid_connect_client",
          "authentication_webauthn_client");

  /** What the driver says where it keeps the password to itself. */
  private static final String KEPT = "Public Key Retrieval is not allowed";

  /** What the driver says of a plugin that it does not have, with its name. */
  private static final String MISSING = "Unable to load authentication plugin";

  private LoginPlugins() {}

  /** Whether a login failed since more was asked for than is given. */
  public static boolean isRefusal(String message) {
    return message.startsWith(KEPT) || message.startsWith(MISSING);
  }

  /** The message of such a failure with what helps; any other as it is. */
  public static String explained(String message) {
    if (message.startsWith(KEPT)) {
      return "the server asks for the password itself, which the exporter sends only to a server that"
          + " proves its identity: set ssl-ca, or get-server-public-key to trust any server at this"
          + " address";
    }
    return message.startsWith(MISSING)
        ? message + " It is not enabled; see Logins in docs/operation.md"
        : message;
  }

  /** Those that the driver must not have. */
  static List<String> disabled(ConnectionSettings settings) {
    List<String> disabled = new ArrayList<>(NEVER);
    if (!settings.passwords().cleartext()) {
      disabled.add(CLEAR);
    }
    if (!settings.tls().mode().verifies() && settings.passwords().serverKey().isEmpty()) {
      disabled.add(SHA256);
    }
    return disabled;
  }
}
