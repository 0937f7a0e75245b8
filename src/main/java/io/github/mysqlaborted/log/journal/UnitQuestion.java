package io.github.mysqlaborted.log.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlaborted.time.Moment;
import io.github.mysqlaborted.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Asks systemd what a unit is called: {@code journalctl} knows no aliases, so that {@code
 * --unit=mysql} finds nothing where {@code mysql.service} is another name of {@code
 * mariadb.service}. Where {@code systemctl} gets no answer, as without a system bus, the links in
 * the folders of units tell the aliases.
 */
final class UnitQuestion {

  /** Where systemd looks for units, the first first. */
  static final List<Path> FOLDERS =
      List.of(
          Path.of("/etc/systemd/system"),
          Path.of("/run/systemd/system"),
          Path.of("/usr/local/lib/systemd/system"),
          Path.of("/usr/lib/systemd/system"),
          Path.of("/lib/systemd/system"));

  private static final Duration LIMIT = Duration.ofSeconds(10);

  /**
   * What systemd says.
   *
   * @param name what the unit is called in the journal
   * @param missing whether systemd is sure that there is no such unit
   */
  record Answer(String name, boolean missing) {}

  private final String unit;
  private final List<Path> folders;
  private final Ticker ticker;
  private final Moment begun;
  private final Optional<Process> systemctl;

  private UnitQuestion(
      String unit, List<Path> folders, Ticker ticker, Optional<Process> systemctl) {
    this.unit = unit;
    this.folders = folders;
    this.ticker = ticker;
    this.begun = ticker.now();
    this.systemctl = systemctl;
  }

  /**
   * Asks.
   *
   * @param systemctl the program
   * @param folders of units
   */
  static UnitQuestion ask(String systemctl, List<Path> folders, String unit, Ticker ticker) {
    Optional<Process> started = Optional.empty();
    if (!isPattern(unit)) {
      try {
        Process process =
            new ProcessBuilder(
                    systemctl, "show", "--property=Id", "--property=LoadState", "--", unit)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        started = Optional.of(process);
      } catch (IOException e) {
        started = Optional.empty();
      }
    }
    return new UnitQuestion(unit, folders, ticker, started);
  }

  /** The answer, if there is one; it never waits. */
  Optional<Answer> poll() {
    if (systemctl.isPresent() && systemctl.get().isAlive()) {
      if (ticker.now().since(begun).compareTo(LIMIT) < 0) {
        return Optional.empty();
      }
      systemctl.get().destroyForcibly();
      return Optional.of(linked());
    }
    return Optional.of(systemctl.flatMap(UnitQuestion::said).orElseGet(this::linked));
  }

  private static Optional<Answer> said(Process ended) {
    if (ended.exitValue() != 0) {
      return Optional.empty();
    }
    try {
      Map<String, String> properties =
          new String(ended.getInputStream().readAllBytes(), UTF_8)
              .lines()
              .filter(line -> line.contains("="))
              .collect(
                  Collectors.toMap(
                      line -> line.substring(0, line.indexOf('=')),
                      line -> line.substring(line.indexOf('=') + 1),
                      (first, second) -> first));
      return Optional.ofNullable(properties.get("Id"))
          .filter(id -> !id.isEmpty())
          .map(id -> new Answer(id, "not-found".equals(properties.get("LoadState"))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Answer linked() {
    String file = unit.contains(".") ? unit : unit + ".service";
    for (Path folder : isPattern(unit) ? List.<Path>of() : folders) {
      try {
        Path link = folder.resolve(file);
        if (Files.isSymbolicLink(link)) {
          String target = Files.readSymbolicLink(link).getFileName().toString();
          return new Answer(target.endsWith(".service") ? target : unit, false);
        }
        if (Files.exists(link)) {
          return new Answer(unit, false);
        }
      } catch (IOException | InvalidPathException e) {
        return new Answer(unit, false);
      }
    }
    return new Answer(unit, false);
  }

  private static boolean isPattern(String unit) {
    return unit.matches(".*[*?\\[].*");
  }
}
