package io.github.mysqlaborted;

import io.github.mysqlaborted.config.ConfigException;
import io.github.mysqlaborted.config.DiagnoseConfig;
import io.github.mysqlaborted.config.DiagnoseConfig.FailOn;
import io.github.mysqlaborted.config.DiagnoseConfig.Format;
import io.github.mysqlaborted.diagnosis.Diagnosis;
import io.github.mysqlaborted.diagnosis.Diagnostician;
import io.github.mysqlaborted.diagnosis.Finding;
import io.github.mysqlaborted.diagnosis.HtmlReport;
import io.github.mysqlaborted.diagnosis.JsonReport;
import io.github.mysqlaborted.diagnosis.Settings;
import io.github.mysqlaborted.diagnosis.TextReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The command {@code diagnose}: reads logs to their end and writes one report. */
final class Diagnose {

  /** The exit status where {@code --fail-on} found what it names. */
  static final int FOUND = 3;

  private static final int FAILED = 1;
  private static final int WIDTH = 80;
  private static final String STANDARD_OUTPUT = "-";
  private static final List<String> CERTAINTIES = List.of("possible", "likely", "certain");
  private static final List<String> SHOWN =
      List.of("wait_timeout", "interactive_timeout", "net_write_timeout", "max_allowed_packet");

  private final DiagnoseConfig config;
  private final Map<String, String> environment;
  private final Clock clock;
  private final PrintStream out;
  private final PrintStream err;

  Diagnose(
      DiagnoseConfig config,
      Map<String, String> environment,
      Clock clock,
      PrintStream out,
      PrintStream err) {
    this.clock = clock;
    this.config = config;
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /**
   * Reads, reasons and writes.
   *
   * @return the exit status
   * @throws ConfigException if the server cannot be asked
   * @throws IOException if an output cannot be written
   */
  int run() throws ConfigException, IOException {
    Optional<ServerFacts> server =
        config.server().isPresent()
            ? Optional.of(ServerFacts.ask(config.server().get()))
            : Optional.empty();
    Settings settings = settings(server);
    LogReading reading =
        new LogReading(config, settings, clock, new Progress(err, Terminal.isError()));
    List<String> sources = sources(server);
    for (String source : LogReading.withoutParts(sources)) {
      reading.read(source);
    }
    reading.troubles().forEach(trouble -> err.println("mysql-aborted-exporter: " + trouble));
    if (!reading.hasRead()) {
      return FAILED;
    }
    Diagnosis diagnosis =
        new Diagnostician(settings)
            .diagnose(
                reading.incidents(),
                reading.logs(),
                server.map(ServerFacts::version),
                values(settings, server));
    for (String output : config.outputs()) {
      write(diagnosis, output);
    }
    return fails(diagnosis) ? FOUND : 0;
  }

  private List<String> sources(Optional<ServerFacts> server) throws ConfigException {
    if (!config.logs().isEmpty()) {
      return config.logs();
    }
    Path log =
        server
            .flatMap(ServerFacts::log)
            .orElseThrow(
                () ->
                    new ConfigException(
                        "the server writes its log to standard error or is on another machine: give"
                            + " the log, as in journalctl --unit=mariadb --output=cat |"
                            + " mysql-aborted-exporter diagnose -"));
    return List.of(log.toString());
  }

  private Settings settings(Optional<ServerFacts> server) {
    DiagnoseConfig.Given given = config.given();
    return new Settings(
        given.waitTimeout().or(() -> seconds(server, "wait_timeout")),
        given.netWriteTimeout().or(() -> seconds(server, "net_write_timeout")),
        given.maxAllowedPacket().isPresent()
            ? given.maxAllowedPacket()
            : number(server, "max_allowed_packet"),
        given
            .keepalive()
            .map(known -> new Settings.Keepalive(known.idle(), known.interval(), known.probes()))
            .orElse(Settings.Keepalive.LINUX),
        given.deployments(),
        config.hoursZone());
  }

  private static Optional<Duration> seconds(Optional<ServerFacts> server, String name) {
    OptionalLong value = number(server, name);
    return value.isPresent()
        ? Optional.of(Duration.ofSeconds(value.getAsLong()))
        : Optional.empty();
  }

  private static OptionalLong number(Optional<ServerFacts> server, String name) {
    return server.isPresent() ? server.get().variables().number(name) : OptionalLong.empty();
  }

  /** The settings that were used, whoever gave them. */
  private static Map<String, Long> values(Settings settings, Optional<ServerFacts> server) {
    Map<String, Long> values = new LinkedHashMap<>();
    for (String name : SHOWN) {
      number(server, name).ifPresent(value -> values.put(name, value));
    }
    settings.waitTimeout().ifPresent(value -> values.put("wait_timeout", value.toSeconds()));
    settings
        .netWriteTimeout()
        .ifPresent(value -> values.put("net_write_timeout", value.toSeconds()));
    settings.maxAllowedPacket().ifPresent(value -> values.put("max_allowed_packet", value));
    return values;
  }

  private void write(Diagnosis diagnosis, String output) throws IOException {
    boolean isStandard = output.equals(STANDARD_OUTPUT);
    String text = text(diagnosis, isStandard ? config.format() : format(output), isStandard);
    if (isStandard) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } else {
      Files.writeString(Path.of(output), text);
    }
  }

  private String text(Diagnosis diagnosis, Format format, boolean isStandard) {
    return switch (format) {
      case JSON -> JsonReport.of(diagnosis, clock.instant());
      case HTML -> HtmlReport.of(diagnosis);
      case TEXT -> TextReport.of(diagnosis, width(), isStandard && showsColours());
    };
  }

  private static Format format(String file) {
    return file.endsWith(".json")
        ? Format.JSON
        : file.endsWith(".html") ? Format.HTML : Format.TEXT;
  }

  private int width() {
    String columns = environment.getOrDefault("COLUMNS", "");
    return columns.matches("\\d{2,3}") ? Math.max(40, Integer.parseInt(columns)) : WIDTH;
  }

  private boolean showsColours() {
    return Terminal.isOutput() && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  private boolean fails(Diagnosis diagnosis) {
    if (config.failOn().isEmpty()) {
      return false;
    }
    FailOn wanted = config.failOn().get();
    return diagnosis.findings().stream().anyMatch(finding -> isNamed(finding, wanted));
  }

  private static boolean isNamed(Finding finding, FailOn wanted) {
    return CERTAINTIES.indexOf(finding.certainty().label())
            >= CERTAINTIES.indexOf(wanted.certainty())
        && (wanted.causes().isEmpty() || wanted.causes().contains(finding.cause().key()));
  }
}
