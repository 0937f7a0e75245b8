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
        "Start the exporter with --errorlog.file=/path/of/the/error.log, or with"
            + " --errorlog.source=journal --errorlog.unit=mariadb");
  }

  /**
   * @param trouble what the reader says of it, with what mends that
   */
  static Finding unreadable(String name, Optional<String> trouble) {
    String remedy;
    if (trouble.isPresent()) {
      remedy = trouble.get();
    } else if (name.equals(ErrorLogTable.NAME)) {
      remedy = "GRANT SELECT ON " + name + " TO the exporter's account;";
    } else if (name.startsWith(JOURNAL)) {
      remedy = "usermod --append --groups systemd-journal USER, and start the exporter again";
    } else {
      remedy = "ls -l " + name + "; as the exporter's user: head --bytes=1 " + name;
    }
    return new Finding(LogProblem.UNREADABLE, name + " cannot be read.", remedy);
  }

  static Finding noEntries(String name) {
    String unit = name.substring(JOURNAL.length());
    return new Finding(
        LogProblem.NO_ENTRIES,
        "The journal has no entry of the unit " + unit + ": is it the server's?",
        "systemctl status mysql mariadb mysqld; then --errorlog.unit=NAME");
  }

  static Finding noRecords(String name, long bytes) {
    return new Finding(
        LogProblem.NO_RECORDS,
        bytes
            + " bytes of "
            + name
            + " were read and no record came of them: it is no error log, or in a form that the"
            + " exporter does not know.",
        "SELECT @@log_error; says which file it is");
  }

  static Finding behind(String name, long bytes) {
    return new Finding(
        LogProblem.BEHIND,
        bytes + " bytes of " + name + " are not read yet.",
        "Wait while it gets less; else see what floods the log, and whether the exporter gets CPU");
  }

  static Finding lost(String name, long records) {
    return new Finding(
        LogProblem.LOST,
        records + " records of " + name + " or more were gone before they could be read.",
        "Rotate by renaming, with delaycompress; have a table scraped more often");
  }

  static Finding unrecognized(String name, long records) {
    return new Finding(
        LogProblem.UNRECOGNIZED,
        records
            + " lines of "
            + name
            + " bear the words of an aborted connection and were not understood.",
        "The exporter's own log shows the first of them in each hour: report its form as a bug");
  }
}
