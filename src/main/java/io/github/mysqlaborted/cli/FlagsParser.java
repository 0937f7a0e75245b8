package io.github.mysqlaborted.cli;

import io.github.mysqlaborted.config.ConfigException;
import io.github.mysqlaborted.config.ErrorLogConfig;
import io.github.mysqlaborted.config.ExporterConfig;
import io.github.mysqlaborted.config.ExporterConfig.Logging;
import io.github.mysqlaborted.config.ExporterConfig.Web;
import io.github.mysqlaborted.config.MysqldConfig;
import io.github.mysqlaborted.config.ProbeAllow;
import io.github.mysqlaborted.config.ProbeConfig;
import io.github.mysqlaborted.config.Secret;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the flags mean. Strict: what is not accepted stops the start, nothing is corrected. */
final class FlagsParser {

  private final Flags flags;
  private final Map<String, String> environment;

  FlagsParser(Flags flags, Map<String, String> environment) {
    this.flags = flags;
    this.environment = environment;
  }

  ExporterConfig parse() throws ConfigException {
    ErrorLogConfig errorLog = new ErrorLogFlags(flags).parse();
    ProbeAllow probeAllow = ProbeAllow.parse(flags.probeAllow);
    if (flags.noMysqld && !errorLog.namesALog() && probeAllow.allowsNone()) {
      throw new ConfigException(
          "--no-mysqld: nothing is left to watch, accepted beside it: --errorlog.file,"
              + " --errorlog.unit, --generallog.file, --probe.allow");
    }
    return new ExporterConfig(
        flags.noMysqld ? Optional.empty() : Optional.of(mysqld()),
        errorLog,
        accounts(),
        Optional.ofNullable(flags.stateDirectory)
            .or(() -> Optional.ofNullable(environment.get("STATE_DIRECTORY")))
            .filter(directory -> !directory.isEmpty())
            .map(Path::of),
        collectors(),
        flags.sessions
            ? Optional.of(
                Duration.ofSeconds(
                    number("--collect.sessions.interval", flags.sessionsInterval, 1, 3600)))
            : Optional.empty(),
        new ProbeConfig(
            probeAllow,
            mysqld(),
            number("--probe.max-targets", flags.maxProbeTargets, 1, ProbeConfig.MOST_TARGETS)),
        timeoutOffset(),
        new Web(
            listenAddresses(),
            metricsPath(),
            flags.enableLifecycle,
            Optional.ofNullable(flags.webConfigFile).filter(file -> !file.isEmpty()).map(Path::of),
            flags.openHealth),
        new Logging(
            oneOf("--log.level", flags.logLevel, Logging.Level.class),
            oneOf("--log.format", flags.logFormat, Logging.Format.class)));
  }

  private MysqldConfig mysqld() {
    return new MysqldConfig(
        Optional.ofNullable(flags.myCnf).map(Path::of),
        Path.of(environment.getOrDefault("HOME", "/")),
        Optional.ofNullable(flags.mysqldAddress),
        Optional.ofNullable(flags.mysqldUsername),
        Optional.ofNullable(flags.passwordFile).map(Path::of),
        Optional.ofNullable(environment.get("MYSQLD_EXPORTER_PASSWORD")).map(Secret::of));
  }

  private int accounts() throws ConfigException {
    int series =
        number("--accounts.max-series", flags.maxAccountSeries, 1, ExporterConfig.MOST_ACCOUNTS);
    return switch (flags.accounts) {
      case "on" -> series;
      case "off" -> 0;
      default -> throw bad("--accounts", flags.accounts, "on, off");
    };
  }

  private Set<String> collectors() {
    Set<String> collectors = new LinkedHashSet<>();
    Map.of(
            "global_status", flags.globalStatus,
            "global_variables", flags.globalVariables,
            "errors_summary", flags.errorsSummary,
            "host_cache", flags.hostCache,
            "accounts", flags.accountConnections)
        .forEach(
            (name, on) -> {
              if (on) {
                collectors.add(name);
              }
            });
    return collectors;
  }

  private Duration timeoutOffset() throws ConfigException {
    try {
      double seconds = Double.parseDouble(flags.timeoutOffset);
      if (seconds >= 0 && seconds <= 60) {
        return Duration.ofMillis(Math.round(seconds * 1000));
      }
    } catch (NumberFormatException e) {
      throw bad("--timeout-offset", flags.timeoutOffset, "seconds from 0 to 60");
    }
    throw bad("--timeout-offset", flags.timeoutOffset, "seconds from 0 to 60");
  }

  private List<InetSocketAddress> listenAddresses() throws ConfigException {
    List<String> texts =
        flags.listenAddresses.isEmpty() ? List.of(ListenAddress.DEFAULT) : flags.listenAddresses;
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (String text : texts) {
      addresses.add(ListenAddress.parse("--web.listen-address", text));
    }
    return addresses;
  }

  private String metricsPath() throws ConfigException {
    String path = flags.telemetryPath;
    if (!path.matches("/[A-Za-z0-9._~/-]+")
        || path.startsWith("/-/")
        || path.equals("/probe")
        || path.equals("/diagnosis")) {
      throw bad(
          "--web.telemetry-path",
          path,
          "a path such as /metrics, not under /-/, not /probe or /diagnosis");
    }
    return path;
  }

  private static int number(String flag, String text, int least, int most) throws ConfigException {
    if (text.matches("\\d{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw bad(flag, text, "a number from " + least + " to " + most);
  }

  private static <E extends Enum<E>> E oneOf(String flag, String text, Class<E> type)
      throws ConfigException {
    List<String> accepted = new ArrayList<>();
    for (E value : type.getEnumConstants()) {
      String name = value.name().toLowerCase(Locale.ROOT);
      if (name.equals(text)) {
        return value;
      }
      accepted.add(name);
    }
    throw bad(flag, text, String.join(", ", accepted));
  }

  static ConfigException bad(String flag, String found, String accepted) {
    return new ConfigException(flag + ": found '" + found + "', accepted: " + accepted);
  }
}
