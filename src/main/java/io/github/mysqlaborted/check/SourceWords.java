package io.github.mysqlaborted.check;

import io.github.mysqlaborted.server.table.ErrorLogTable;
import java.util.Optional;

/** What is said of a log that is not read as it should be. */
final class SourceWords {

  /** How the name of a journal begins; the unit follows. */
  static final String JOURNAL = "journal:";

  private SourceWords() {}

  static Finding noLog(String why) {
    return new Finding(
        LogProblem.NO_LOG,
        "No error log is read: " + why + ".",
        "Start the exporter with --errorlog.file=/path/to/error.log, or with"
            + " --errorlog.source=journal --errorlog.unit=mariadb");
  }

  /**
   * @param trouble what the reader says of it; of a journal, with what mends that
   */
  static Finding unreadable(String name, Optional<String> trouble) {
    String user = System.getProperty("user.name");
    if (name.equals(ErrorLogTable.NAME)) {
      return unreadable(
          name + " cannot be read.",
          trouble.orElse("GRANT SELECT ON " + name + " TO the exporter's account;"));
    }
    if (name.startsWith(JOURNAL)) {
      return unreadable(
          name + " cannot be read by the exporter's user " + user + ".",
          trouble.orElse(
              "usermod --append --groups systemd-journal " + user + ", and restart the exporter"));
    }
    return unreadable(
        name
            + " cannot be read by the exporter's user "
            + user
            + trouble.map(why -> ": " + why).orElse("")
            + ".",
        "ls -l " + name + "; runuser -u " + user + " -- head --bytes=1 " + name);
  }

  private static Finding unreadable(String sentence, String remedy) {
    return new Finding(LogProblem.UNREADABLE, sentence, remedy);
  }

  static Finding noEntries(String name) {
    String unit = name.substring(JOURNAL.length());
    return new Finding(
        LogProblem.NO_ENTRIES,
        "The journal has no entries of the unit " + unit + ". Check that it is the server's unit.",
        "systemctl status mysql mariadb mysqld; then --errorlog.unit=NAME");
  }

  static Finding noRecords(String name, long bytes) {
    return new Finding(
        LogProblem.NO_RECORDS,
        bytes
            + " bytes of "
            + name
            + " were read, but they contain no log record: it is not an error log, or"
            + " its format is unknown.",
        "SELECT @@log_error; shows the path of the error log");
  }

  static Finding behind(String name, long bytes) {
    return new Finding(
        LogProblem.BEHIND,
        bytes + " bytes of " + name + " are not read yet.",
        "Wait if the number falls. If not, check what floods the log and whether"
            + " the exporter gets enough CPU");
  }

  static Finding lost(String name, long records) {
    return new Finding(
        LogProblem.LOST,
        records + " records of " + name + " or more were deleted before they were read.",
        "Rotate by renaming, with delaycompress. For a table, scrape more often");
  }

  static Finding unrecognized(String name, long records) {
    return new Finding(
        LogProblem.UNRECOGNIZED,
        records + " lines of " + name + " look like aborted connections but could not be parsed.",
        "The exporter's own log shows the first such line of each hour. Report it" + " as a bug");
  }
}
