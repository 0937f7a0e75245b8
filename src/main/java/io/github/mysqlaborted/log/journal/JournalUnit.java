package io.github.mysqlaborted.log.journal;

import io.github.mysqlaborted.time.Ticker;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The unit whose journal is read: what it is called there, and, where nothing of it is found, why.
 * Not thread-safe.
 */
final class JournalUnit {

  private final String given;
  private final Optional<Path> directory;
  private final Supplier<UnitQuestion> question;
  private Optional<UnitQuestion> asked = Optional.empty();
  private Optional<UnitQuestion.Answer> answer;

  private JournalUnit(
      String given,
      Optional<Path> directory,
      Supplier<UnitQuestion> question,
      Optional<UnitQuestion.Answer> answer) {
    this.given = given;
    this.directory = directory;
    this.question = question;
    this.answer = answer;
  }

  /**
   * A unit of this machine, of which systemd is asked, or of another whose journal is in {@code
   * directory}.
   */
  static JournalUnit of(String unit, Optional<Path> directory, Ticker ticker) {
    return asking(
        unit, directory, () -> UnitQuestion.ask("systemctl", UnitQuestion.FOLDERS, unit, ticker));
  }

  /** The same, with another way to ask. */
  static JournalUnit asking(
      String unit, Optional<Path> directory, Supplier<UnitQuestion> question) {
    Optional<UnitQuestion.Answer> known =
        directory.map(path -> new UnitQuestion.Answer(unit, false));
    return new JournalUnit(unit, directory, question, known);
  }

  /** As the user calls it. */
  String given() {
    return given;
  }

  /** Whether it is known what it is called in the journal. Asks for it; never waits. */
  boolean isNamed() {
    if (answer.isEmpty()) {
      asked = Optional.of(asked.orElseGet(question));
      answer = asked.get().poll();
    }
    return answer.isPresent();
  }

  /** What it is called in the journal. */
  String name() {
    return answer.map(UnitQuestion.Answer::name).orElse(given);
  }

  /** It may be called otherwise by now. */
  void askAgain() {
    if (directory.isEmpty()) {
      asked = Optional.empty();
      answer = Optional.empty();
    }
  }

  /**
   * Why nothing of it is read, and what mends that.
   *
   * @param complaint what {@code journalctl} says, if it does
   * @param toldOf whether systemd has something to say of the unit
   */
  String objection(Optional<String> complaint, boolean toldOf) {
    if (complaint.isPresent()) {
      return explained(complaint.get());
    }
    if (answer.map(UnitQuestion.Answer::missing).orElse(false)) {
      return "systemd has no unit "
          + given
          + ": set --errorlog.unit to a unit from systemctl list-units --type=service";
    }
    if (toldOf) {
      return "the journal has only systemd's own entries about "
          + name()
          + ", none from the server: SELECT @@log_error shows where its log is";
    }
    String where = directory.map(path -> " in " + path).orElse("");
    return "the journal"
        + where
        + " has no entries of "
        + name()
        + ": check journalctl --unit="
        + name()
        + directory.map(path -> " --directory=" + path).orElse("")
        + " and the value of --errorlog.unit";
  }

  /** What {@code journalctl} says, and what mends it where that is known. */
  static String explained(String complaint) {
    boolean refused =
        complaint.startsWith("Hint: You are currently not seeing")
            || complaint.contains("insufficient permissions");
    if (!refused) {
      return complaint;
    }
    String user = System.getProperty("user.name", "USER");
    return "the user "
        + user
        + " is not allowed to read the system's journal ("
        + complaint
        + "): run usermod -aG systemd-journal "
        + user
        + " and restart the exporter";
  }
}
