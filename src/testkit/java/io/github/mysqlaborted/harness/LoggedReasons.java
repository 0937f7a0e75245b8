package io.github.mysqlaborted.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlaborted.parse.ErrorLogReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/** What a server's log file tells, read as a whole. */
public final class LoggedReasons {
  private LoggedReasons() {}

  /** The events of the file by series, as {@code name{phase="client",reason="killed",}}. */
  public static Map<String, Double> in(Server server) {
    Map<String, Double> logged = new TreeMap<>();
    ErrorLogReader reader =
        new ErrorLogReader(
            ZoneOffset.UTC,
            Clock.systemUTC(),
            (event, count) ->
                logged.merge(
                    "mysql_aborted_connections_logged_total{phase=\""
                        + event.phase().label()
                        + "\",reason=\""
                        + event.reason().label()
                        + "\",}",
                    (double) count,
                    Double::sum));
    try {
      for (String line : Files.readAllLines(server.errorLog())) {
        byte[] bytes = line.getBytes(UTF_8);
        reader.classify(bytes, 0, bytes.length);
        reader.line(bytes, 0, bytes.length, 0, false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reader.atRest();
    return logged;
  }
}
