package io.github.mysqlaborted.server.connect;

import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.ServerAddress;
import io.github.mysqlaborted.config.SslMode;
import java.util.Properties;

/**
 * The driver's properties. They are given apart from the URL, which holds a checked address and
 * nothing else, so that no input can set one.
 *
 * @see <a
 *     href="https://dev.mysql.com/doc/connector-j/en/connector-j-reference-configuration-properties.html">
 *     Configuration Properties</a>
 */
public final class DriverProperties {
  private DriverProperties() {}

  /** The address only; behind a Unix socket there is no other host than this. */
  public static String url(ConnectionSettings settings) {
    return settings.address() instanceof ServerAddress.Tcp tcp
        ? "jdbc:mysql://" + tcp + "/"
        : "jdbc:mysql://localhost/";
  }

  public static Properties of(ConnectionSettings settings, Deadline deadline) {
    Properties properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password().reveal());
    properties.setProperty("sslMode", sslMode(settings.tls().mode()));
    properties.setProperty("socketFactory", AttemptSocketFactory.class.getName());
    properties.setProperty("socketTimeout", String.valueOf(deadline.remainingMillis()));
    properties.setProperty("connectionAttributes", "program_name:mysql-aborted-exporter");
    // The kept session must outlive any wait_timeout, or the server counts it as aborted.
    properties.setProperty("sessionVariables", "wait_timeout=86400,time_zone='+00:00'");
    refuseWhatReadsFilesOrObjects(properties);
    guardPassword(properties, settings);
    boundMemory(properties);
    spareRoundTrips(properties);
    return properties;
  }

  /** The driver decides whether there is TLS, {@link TlsLayer} how. */
  private static String sslMode(SslMode mode) {
    return switch (mode) {
      case DISABLED, PREFERRED, REQUIRED -> mode.name();
      case VERIFY_CA, VERIFY_IDENTITY -> SslMode.REQUIRED.name();
    };
  }

  private static void refuseWhatReadsFilesOrObjects(Properties properties) {
    properties.setProperty("allowLoadLocalInfile", "false");
    properties.setProperty("allowUrlInLocalInfile", "false");
    properties.setProperty("allowMultiQueries", "false");
    properties.setProperty("paranoid", "true");
  }

  /** {@link ConnectAttempt} says over which sockets the plugins that are left may send it. */
  private static void guardPassword(Properties properties, ConnectionSettings settings) {
    properties.setProperty(
        "disabledAuthenticationPlugins", String.join(",", LoginPlugins.disabled(settings)));
    properties.setProperty(
        "allowPublicKeyRetrieval", String.valueOf(settings.passwords().anyServer()));
    settings
        .passwords()
        .serverKey()
        .ifPresent(file -> properties.setProperty("serverRSAPublicKeyFile", file.toString()));
  }

  /** {@link AnswerGuard} bounds what the driver reads, and has buffers of its own. */
  private static void boundMemory(Properties properties) {
    properties.setProperty("maxAllowedPacket", String.valueOf(AnswerGuard.LONGEST_PACKET));
    properties.setProperty("useReadAheadInput", "false");
    properties.setProperty("useUnbufferedInput", "true");
    // Before each streamed answer it would be one more statement.
    properties.setProperty("netTimeoutForStreamingResults", "0");
  }

  private static void spareRoundTrips(Properties properties) {
    properties.setProperty("useLocalSessionState", "true");
    properties.setProperty("enableQueryTimeouts", "false");
    properties.setProperty("openTelemetry", "DISABLED");
    rememberStatements(properties);
    properties.setProperty("dontTrackOpenResources", "true");
    properties.setProperty("characterEncoding", "UTF-8");
    properties.setProperty("logger", "com.mysql.cj.log.Slf4JLogger");
  }

  /** The driver looks into a statement's text once; nothing is prepared on the server. */
  private static void rememberStatements(Properties properties) {
    properties.setProperty("useServerPrepStmts", "false");
    properties.setProperty("cachePrepStmts", "true");
    properties.setProperty("prepStmtCacheSize", "8");
    properties.setProperty("prepStmtCacheSqlLimit", "4096");
  }
}
