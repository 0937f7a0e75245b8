package io.github.mysqlaborted.cli;

import static io.github.mysqlaborted.cli.FlagsParser.bad;

import io.github.mysqlaborted.config.ConfigException;
import io.github.mysqlaborted.config.DiagnoseConfig;
import io.github.mysqlaborted.config.DiagnoseConfig.FailOn;
import io.github.mysqlaborted.config.DiagnoseConfig.Format;
import io.github.mysqlaborted.config.DiagnoseConfig.Given;
import io.github.mysqlaborted.config.DiagnoseConfig.Keepalive;
import io.github.mysqlaborted.config.DiagnoseConfig.Wanted;
import io.github.mysqlaborted.config.MysqldConfig;
import io.github.mysqlaborted.config.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the flags of {@code diagnose} mean. */
final class DiagnoseFlagsParser {

  private static final Pattern KEEPALIVE = Pattern.compile("(\\d{1,9}),(\\d{1,9}),(\\d{1,4})");
  private static final Set<String> CERTAINTIES = Set.of("possible", "likely", "certain");

  private final DiagnoseFlags flags;
  private final Map<String, String> environment;
  private final InstantSource clock;

  DiagnoseFlagsParser(DiagnoseFlags flags, Map<String, String> environment, InstantSource clock) {
    this.flags = flags;
    this.environment = environment;
    this.clock = clock;
  }

  /**
   * Reads them.
   *
   * @param causes the keys of all causes
   */
  DiagnoseConfig parse(Set<String> causes) throws ConfigException {
    boolean asksServer = flags.mysqldAddress != null || flags.myCnf != null;
    if (flags.logs.isEmpty() && !asksServer) {
      throw new ConfigException(
          "diagnose requires a log, - for standard input, or --mysqld.address of a server on this"
              + " machine");
    }
    ZoneId zone = ErrorLogFlags.zone("--errorlog.time-zone", flags.timeZone);
    Format format = format(flags.format);
    return new DiagnoseConfig(
        flags.logs,
        asksServer ? Optional.of(server()) : Optional.empty(),
        new Wanted(
            time("--since", flags.since, zone),
            time("--until", flags.until, zone),
            Optional.ofNullable(flags.account),
            Optional.ofNullable(flags.host),
            Optional.ofNullable(flags.db)),
        new Given(
            seconds("--wait-timeout", flags.waitTimeout),
            seconds("--net-write-timeout", flags.netWriteTimeout),
            flags.maxAllowedPacket == null
                ? OptionalLong.empty()
                : OptionalLong.of(number("--max-allowed-packet", flags.maxAllowedPacket)),
            keepalive(),
            deployments(zone)),
        flags.outputs.isEmpty() ? List.of("-") : flags.outputs,
        format,
        failOn(causes),
        zone,
        ErrorLogFlags.zone("--hours.time-zone", flags.hoursTimeZone));
  }

  private MysqldConfig server() {
    return new MysqldConfig(
        Optional.ofNullable(flags.myCnf).map(Path::of),
        Path.of(environment.getOrDefault("HOME", "/")),
        Optional.ofNullable(flags.mysqldAddress),
        Optional.ofNullable(flags.mysqldUsername),
        Optional.ofNullable(flags.passwordFile).map(Path::of),
        Optional.ofNullable(environment.get("MYSQLD_EXPORTER_PASSWORD")).map(Secret::of));
  }

  private static Format format(String text) throws ConfigException {
    return switch (text) {
      case "text" -> Format.TEXT;
      case "json" -> Format.JSON;
      case "html" -> Format.HTML;
      default -> throw bad("--format", text, "text, json, html");
    };
  }

  private static long number(String flag, String text) throws ConfigException {
    if (!text.matches("\\d{1,15}")) {
      throw bad(flag, text, "a number");
    }
    return Long.parseLong(text);
  }

  private static Optional<Duration> seconds(String flag, String text) throws ConfigException {
    if (text == null) {
      return Optional.empty();
    }
    if (!text.matches("\\d{1,9}") || text.matches("0+")) {
      throw bad(flag, text, "seconds from 1");
    }
    return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
  }

  private Optional<Keepalive> keepalive() throws ConfigException {
    if (flags.keepalive == null) {
      return Optional.empty();
    }
    Matcher parts = KEEPALIVE.matcher(flags.keepalive);
    if (!parts.matches()) {
      throw bad("--keepalive", flags.keepalive, "three numbers such as 7200,75,9");
    }
    return Optional.of(
        new Keepalive(
            Duration.ofSeconds(Long.parseLong(parts.group(1))),
            Duration.ofSeconds(Long.parseLong(parts.group(2))),
            Integer.parseInt(parts.group(3))));
  }

  private List<Instant> deployments(ZoneId zone) throws ConfigException {
    List<Instant> times = new ArrayList<>();
    for (String text : flags.deployments) {
      times.add(time("--deployed-at", text, zone).orElseThrow());
    }
    return times;
  }

  private Optional<Instant> time(String flag, String text, ZoneId zone) throws ConfigException {
    if (text == null) {
      return Optional.empty();
    }
    Optional<Instant> time = TimeText.parse(text, zone, clock.instant());
    if (time.isEmpty()) {
      throw bad(flag, text, "a time such as 2026-11-25T10:00, or a length before now such as 24h");
    }
    return time;
  }

  private Optional<FailOn> failOn(Set<String> causes) throws ConfigException {
    if (flags.failOn == null) {
      return Optional.empty();
    }
    int colon = flags.failOn.indexOf(':');
    String certainty = colon < 0 ? flags.failOn : flags.failOn.substring(0, colon);
    if (!CERTAINTIES.contains(certainty)) {
      throw bad("--fail-on", certainty, "possible, likely or certain, then : and causes");
    }
    List<String> named =
        colon < 0 ? List.of() : Arrays.asList(flags.failOn.substring(colon + 1).split(",", -1));
    for (String cause : named) {
      if (!causes.contains(cause)) {
        throw bad("--fail-on", cause, String.join(", ", causes));
      }
    }
    return Optional.of(new FailOn(certainty, named));
  }
}
