package io.github.mysqlaborted.harness;

import java.util.List;
import java.util.regex.Pattern;

/** What a server wrote, without what differs from one run to the next. */
final class SaidWords {
  private static final List<Replacement> REPLACEMENTS =
      List.of(
          new Replacement("^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+(Z|[+-]\\d\\d:\\d\\d)", "TIME"),
          new Replacement("^(\\d{4}-\\d\\d-\\d\\d|\\d{6}) +\\d+:\\d\\d:\\d\\d", "TIME"),
          new Replacement("^TIME +\\d+ ", "TIME ID "),
          new Replacement("\"time\" : \"[^\"]*\"", "\"time\" : \"TIME\""),
          new Replacement("\"ts\" : \\d+", "\"ts\" : TS"),
          new Replacement("\"thread\" : \\d+", "\"thread\" : ID"),
          new Replacement("\"source_line\" : \\d+", "\"source_line\" : LINE"),
          new Replacement("Aborted connection \\d+ ", "Aborted connection ID "),
          new Replacement("Aborting connection \\d+ ", "Aborting connection ID "),
          new Replacement("\\b([Cc]onnection|thread) \\d+\\b", "$1 ID"),
          new Replacement("_thread_id\\(\\d+\\)", "_thread_id(ID)"),
          new Replacement("\\bbinlog\\.\\d+", "binlog.NUMBER"),
          new Replacement("\\bfd: \\d+", "fd: FD"),
          new Replacement("(Could not write packet.* length: )\\d+", "$1LENGTH"),
          new Replacement("(127\\.0\\.0\\.1|localhost|10\\.99\\.1\\.\\d):\\d+", "$1:PORT"),
          new Replacement("/[^ '\"]*/(bin|sbin|libexec)/", "DIR/$1/"),
          new Replacement("/(root|tmp|work|home|var)/[^ '\":]*", "PATH"));

  private record Replacement(Pattern pattern, String by) {
    Replacement(String regex, String by) {
      this(Pattern.compile(regex), by);
    }
  }

  private SaidWords() {}

  /** Ids, ports, times and paths by their names. */
  static String normalized(String line) {
    String words = line;
    for (Replacement replacement : REPLACEMENTS) {
      words = replacement.pattern().matcher(words).replaceAll(replacement.by());
    }
    return words.stripTrailing();
  }

  /**
   * Whether a line does not belong to a scenario: the storage engine tells of its own affairs at
   * any time, and MySQL 8.0 warns of {@code sha256_password} when it has picked that plugin, by
   * chance, for a user that is not there.
   */
  static boolean isForeign(String line) {
    return line.isBlank()
        || line.contains("InnoDB")
        || line.contains("'sha256_password' is deprecated");
  }
}
