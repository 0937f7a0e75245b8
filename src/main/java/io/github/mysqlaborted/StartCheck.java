package io.github.mysqlaborted;

import io.github.mysqlaborted.access.Access;
import io.github.mysqlaborted.config.ConfigException;
import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.DataSourceName;
import io.github.mysqlaborted.config.ErrorLogConfig;
import io.github.mysqlaborted.config.ExporterConfig;
import io.github.mysqlaborted.follow.JournalCheck;
import io.github.mysqlaborted.log.tail.LogScan;
import io.github.mysqlaborted.server.ConnectFailure;
import io.github.mysqlaborted.server.MysqlClient;
import io.github.mysqlaborted.server.MysqlThreads;
import io.github.mysqlaborted.server.MysqlUnavailableException;
import io.github.mysqlaborted.state.StateDirectory;
import io.github.mysqlaborted.time.Ticker;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code --config.check}: all that a start would look at, and whether the server lets the account
 * in. A server that does not answer is no mistake in the configuration; it is said.
 */
final class StartCheck {

  private static final Duration LOGIN_LIMIT = Duration.ofSeconds(10);

  private static final String STANDARD_INPUT = "-";

  private StartCheck() {}

  /**
   * Says what is allowed and hardly meant, and that the configuration is valid.
   *
   * @throws ConfigException if it is not
   */
  static void run(ExporterConfig config, Map<String, String> environment, PrintStream out)
      throws ConfigException, IOException, InterruptedException {
    Optional<ConnectionSettings> login = ServerLogin.load(config);
    if (config.web().configFile().isPresent()) {
      Access.of(config.web().configFile().get(), Ticker.system());
    }
    checkState(config);
    checkLogs(config.errorLog());
    DataSourceName.hint(environment).ifPresent(hint -> out.println("warning: " + hint));
    ServerLogin.hints(config, login).forEach(hint -> out.println("warning: " + hint));
    if (login.isPresent()) {
      checkLogin(login.get(), out);
    }
    out.println("the configuration is valid");
  }

  private static void checkState(ExporterConfig config) throws ConfigException {
    Optional<String> denied = config.stateDirectory().flatMap(StateDirectory::trouble);
    if (denied.isPresent()) {
      throw new ConfigException(
          "--state.directory: " + config.stateDirectory().get() + ": " + denied.get());
    }
  }

  private static void checkLogs(ErrorLogConfig logs)
      throws ConfigException, IOException, InterruptedException {
    for (String file : logs.files()) {
      checkFile("--errorlog.file", file);
    }
    for (String file : logs.generalLogs()) {
      checkFile("--generallog.file", file);
    }
    Optional<String> trouble = JournalCheck.trouble(logs, Clock.systemUTC(), Ticker.system());
    if (trouble.isPresent()) {
      throw new ConfigException("--errorlog.unit: " + trouble.get());
    }
  }

  private static void checkFile(String flag, String log) throws ConfigException {
    if (log.equals(STANDARD_INPUT)) {
      return;
    }
    List<Path> files;
    try {
      files = LogScan.files(log);
    } catch (IOException e) {
      throw new ConfigException(flag + ": " + log + " cannot be read: " + e.getMessage());
    }
    boolean isGlob = log.matches(".*[*?\\[{].*");
    if (files.isEmpty() || (!isGlob && Files.notExists(Path.of(log)))) {
      throw new ConfigException(
          flag + ": " + log + ": there is no such file; SELECT @@log_error, @@datadir names it");
    }
    // Older ones are read only if something is left to read in them.
    Path latest = files.get(files.size() - 1);
    if (!Files.isReadable(latest)) {
      throw new ConfigException(
          "%s: %s cannot be read by %s; %s"
              .formatted(flag, latest, System.getProperty("user.name"), owner(latest)));
    }
  }

  private static String owner(Path file) {
    try {
      return "it belongs to " + Files.getOwner(file) + ", see ls -l";
    } catch (IOException e) {
      return "see ls -l";
    }
  }

  private static void checkLogin(ConnectionSettings login, PrintStream out) throws ConfigException {
    try (MysqlThreads threads = new MysqlThreads();
        MysqlClient client = new MysqlClient(login, threads, Ticker.system())) {
      client.call(LOGIN_LIMIT, session -> session);
    } catch (MysqlUnavailableException e) {
      ConnectFailure failure = e.failure();
      String said =
          "the server %s: %s (%s)".formatted(login.address(), e.getMessage(), failure.label());
      if (failure == ConnectFailure.AUTH || failure == ConnectFailure.TLS) {
        throw new ConfigException(said);
      }
      out.println("warning: the login could not be tried: " + said);
    }
  }
}
