package io.github.mysqlaborted.demo;

import io.github.mysqlaborted.harness.ServerKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code make demo} was asked for. An empty value counts as not given, as make passes it.
 *
 * @param server the server asked for; empty for MySQL where it runs, else MariaDB
 * @param duration after which it ends; empty for Ctrl-C
 * @param exporter the jar
 */
record DemoOptions(Optional<ServerKind> server, Optional<Duration> duration, Path exporter) {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})([smh])");

  /**
   * Reads {@code --server=mysql|mariadb}, {@code --duration=30s} and {@code --exporter=JAR}.
   *
   * @throws IllegalArgumentException that names the option and what it accepts
   */
  static DemoOptions parse(String... arguments) {
    DemoOptions options =
        new DemoOptions(
            Optional.empty(), Optional.empty(), Path.of("target", "mysql-aborted-exporter.jar"));
    for (String argument : arguments) {
      options = options.with(argument);
    }
    return options;
  }

  private DemoOptions with(String argument) {
    int equals = argument.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException(argument + ": expected --name=value");
    }
    String value = argument.substring(equals + 1);
    if (value.isEmpty()) {
      return this;
    }
    return switch (argument.substring(0, equals)) {
      case "--server" -> new DemoOptions(Optional.of(parseServer(value)), duration, exporter);
      case "--duration" -> new DemoOptions(server, Optional.of(parseDuration(value)), exporter);
      case "--exporter" -> new DemoOptions(server, duration, Path.of(value));
      default ->
          throw new IllegalArgumentException(
              argument + ": expected --server, --duration or --exporter");
    };
  }

  private static ServerKind parseServer(String value) {
    return switch (value) {
      case "mysql" -> ServerKind.MYSQL_8_0;
      case "mariadb" -> ServerKind.MARIADB_11_4;
      default ->
          throw new IllegalArgumentException("SERVER=" + value + ": expected mysql or mariadb");
    };
  }

  private static Duration parseDuration(String value) {
    Matcher matcher = DURATION.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("DURATION=" + value + ": expected a time as 30s, 5m, 1h");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "h" -> Duration.ofHours(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofSeconds(amount);
    };
  }
}
