package io.github.mysqlaborted.server;

import io.github.mysqlaborted.server.connect.LoginPlugins;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;

/** Why a server cannot be asked. The order is that of the exposition. */
public enum ConnectFailure {
  /**
   * The server knows the account not, or not with this password, or not from this host; or it asks
   * for more than it is given.
   */
  AUTH("auth", true),
  /** Nothing listens there. */
  REFUSED("refused", false),
  /** No answer in time. */
  TIMEOUT("timeout", false),
  /** The host name has no address, or none in time. */
  DNS("dns", false),
  /** TLS is asked for and cannot be had, or the certificate is not to be trusted. */
  TLS("tls", true),
  /** {@code max_connections} or a limit of the account is reached. */
  TOO_MANY_CONNECTIONS("too_many_connections", true),
  /** The server blocks this host after {@code max_connect_errors} failures in a row. */
  HOST_BLOCKED("host_blocked", true),
  /** Anything else. */
  OTHER("other", true);

  private static final String NO_TLS = "SSL Connection required, but not provided by server";

  private final String label;
  private final boolean countsOnServer;

  ConnectFailure(String label, boolean countsOnServer) {
    this.label = label;
    this.countsOnServer = countsOnServer;
  }

  /** The value of the {@code reason} label. */
  public String label() {
    return label;
  }

  /**
   * Whether each further try may itself be an aborted connect to the server, lock the account or
   * block the host, so that tries have to become rare.
   */
  boolean countsOnServer() {
    return countsOnServer;
  }

  /** What a failed attempt to connect, or a session that broke, says of the server. */
  static ConnectFailure of(SQLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return DNS;
      }
      if (cause instanceof SSLException || cause instanceof GeneralSecurityException) {
        return TLS;
      }
      if (cause instanceof SocketTimeoutException) {
        return TIMEOUT;
      }
      if (cause instanceof ConnectException) {
        return ofConnect((ConnectException) cause);
      }
      if (cause instanceof EOFException) {
        return OTHER;
      }
    }
    return ofErrorCode(failure);
  }

  /** The kernel's ETIMEDOUT comes as the same class as ECONNREFUSED. */
  private static ConnectFailure ofConnect(ConnectException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("timed out") ? TIMEOUT : REFUSED;
  }

  private static ConnectFailure ofState(SQLException failure) {
    if ("28000".equals(failure.getSQLState())) {
      return AUTH;
    }
    // The driver has no other signs for these.
    String message = String.valueOf(failure.getMessage());
    if (LoginPlugins.isRefusal(message)) {
      return AUTH;
    }
    return message.startsWith(NO_TLS) ? TLS : OTHER;
  }

  /** By the error codes of {@code share/messages_to_clients.txt} and MariaDB's {@code errmsg}. */
  private static ConnectFailure ofErrorCode(SQLException failure) {
    return switch (failure.getErrorCode()) {
      // ER_CON_COUNT_ERROR, ER_TOO_MANY_USER_CONNECTIONS, ER_USER_LIMIT_REACHED
      case 1040, 1203, 1226 -> TOO_MANY_CONNECTIONS;
      // ER_HOST_IS_BLOCKED
      case 1129 -> HOST_BLOCKED;
      // ER_SECURE_TRANSPORT_REQUIRED
      case 3159 -> TLS;
      // ER_DBACCESS_DENIED_ERROR, ER_ACCESS_DENIED_ERROR, ER_HOST_NOT_PRIVILEGED,
      // ER_NOT_SUPPORTED_AUTH_MODE, ER_PLUGIN_IS_NOT_LOADED, ER_ACCESS_DENIED_NO_PASSWORD_ERROR,
      // ER_MUST_CHANGE_PASSWORD, ER_MUST_CHANGE_PASSWORD_LOGIN, ER_ACCOUNT_HAS_BEEN_LOCKED of
      // MySQL and MariaDB
      case 1044, 1045, 1130, 1251, 1524, 1698, 1820, 1862, 3118, 4151 -> AUTH;
      default -> ofState(failure);
    };
  }
}
