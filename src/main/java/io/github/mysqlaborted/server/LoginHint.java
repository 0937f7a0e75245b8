package io.github.mysqlaborted.server;

import io.github.mysqlaborted.server.connect.LoginPlugins;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What helps where a login failed, behind what the server or the driver says of it. */
final class LoginHint {

  /** {@code ER_ACCESS_DENIED_ERROR}; the host is a name, or an address where it has none. */
  private static final Pattern DENIED =
      Pattern.compile("Access denied for user '(.*)'@'([0-9a-fA-F:.]*[:.][0-9a-fA-F:.]*)' .*");

  private LoginHint() {}

  /** The message, with what helps if that is known. */
  static String added(String message) {
    Matcher denied = DENIED.matcher(message);
    if (!denied.matches()) {
      return LoginPlugins.explained(message);
    }
    String host = denied.group(2);
    boolean isLoopback = host.startsWith("127.") || host.equals("::1");
    return message
        + ": the server knows this client by its address, not by a name, as with"
        + " skip_name_resolve=ON: "
        + (isLoopback
                ? "an account '%1$s'@'localhost' is then for the Unix socket only. Set socket in"
                    + " [client], or create the account '%1$s'@'%2$s'"
                : "an account of a host name does not match then. Create the account '%1$s'@'%2$s'")
            .formatted(denied.group(1), host);
  }
}
