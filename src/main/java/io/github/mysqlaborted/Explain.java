package io.github.mysqlaborted;

import io.github.mysqlaborted.diagnosis.LineExplanation;
import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.log.tail.LogScan;
import io.github.mysqlaborted.parse.ErrorLogReader;
import io.github.mysqlaborted.parse.PastedLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command {@code explain}: what one record means, without asking any server. */
final class Explain {

  private static final int FAILED = 1;

  /** A record of which only the message was pasted begins so. */
  private static final String STAMP = "2000-01-01  0:00:00 1 [Warning] ";

  private Explain() {}

  /**
   * Explains.
   *
   * @param line empty if it comes by {@code input}
   * @return the exit status
   */
  static int run(Optional<String> line, InputStream input, PrintStream out, PrintStream err)
      throws IOException {
    byte[] text =
        line.isPresent() ? line.get().getBytes(StandardCharsets.UTF_8) : input.readAllBytes();
    String given = new String(text, StandardCharsets.UTF_8);
    List<AbortedConnection> events = events(text);
    boolean isStamped = !events.isEmpty();
    if (!isStamped && !given.isBlank()) {
      events = events((STAMP + given.strip()).getBytes(StandardCharsets.UTF_8));
    }
    if (events.isEmpty()) {
      err.println(
          "mysql-aborted-exporter: this is no record of an aborted connection or a failed login. Give"
              + " the whole line, in quotes, or on standard input.");
      return FAILED;
    }
    for (AbortedConnection event : events) {
      out.print(LineExplanation.of(event, versions(given, event)));
    }
    out.flush();
    return 0;
  }

  private static List<AbortedConnection> events(byte[] text) throws IOException {
    List<AbortedConnection> events = new ArrayList<>();
    ErrorLogReader reader =
        new ErrorLogReader(
            ZoneId.systemDefault(), Clock.systemUTC(), (event, count) -> events.add(event));
    LogScan.scan(new ByteArrayInputStream(text), new PastedLines(reader), bytes -> {});
    return events;
  }

  /** Which servers write so, by what the line shows. */
  private static Optional<String> versions(String line, AbortedConnection event) {
    if (event.reason() == Reason.IO_TIMEOUT) {
      return Optional.of("MySQL 8.4.2 or later");
    }
    if (event.reason() == Reason.INACTIVITY) {
      return Optional.of("MySQL 8.0.24 or later");
    }
    if (line.contains("[MY-")) {
      return Optional.of("MySQL 8.0 or later");
    }
    if (event.phase() == Phase.CONNECT && event.reason() == Reason.UNAUTHENTICATED) {
      return Optional.of("MariaDB");
    }
    if (line.contains("Got timeout reading communication packets")) {
      return Optional.of("MySQL up to 8.0.23, or MariaDB");
    }
    return line.matches("(?s)\\s*\\d{6} +\\d{1,2}:.*")
        ? Optional.of("MySQL 5.5 or MariaDB up to 10.1.4")
        : Optional.empty();
  }
}
