package io.github.mysqlaborted.harness;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * The output of a server in a container, as engines, clusters and their commands hand it on: one
 * file for each form, next to the file with the output itself.
 */
public final class CollectedOutput {

  /** Who hands it on. */
  public enum Form {
    DOCKER_LOGS,
    DOCKER_LOGS_TIMESTAMPS,
    DOCKER_JSON_FILE,
    DOCKER_COMPOSE_LOGS,
    DOCKER_COMPOSE_LOGS_TIMESTAMPS,
    KUBERNETES_CRI,
    KUBECTL_LOGS_TIMESTAMPS,
    KUBECTL_LOGS_PREFIX,
    KUBECTL_LOGS_PREFIX_TIMESTAMPS;

    private static final DateTimeFormatter NANOS =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX");

    String wrap(String line, Instant time) {
      String utc = NANOS.format(time.atOffset(ZoneOffset.UTC));
      // A node has a time zone, and the server in the container another.
      String local = NANOS.format(time.atOffset(ZoneOffset.ofHours(2)));
      return switch (this) {
        case DOCKER_LOGS -> line;
        case DOCKER_LOGS_TIMESTAMPS -> utc + " " + line;
        case DOCKER_JSON_FILE ->
            "{\"log\":\""
                + quote(line + "\n")
                + "\",\"stream\":\"stderr\",\"time\":\""
                + utc
                + "\"}";
        case DOCKER_COMPOSE_LOGS -> "db-1  | " + line;
        case DOCKER_COMPOSE_LOGS_TIMESTAMPS -> "db-1  | " + utc + " " + line;
        case KUBERNETES_CRI -> local + " stderr F " + line;
        case KUBECTL_LOGS_TIMESTAMPS -> local + " " + line;
        case KUBECTL_LOGS_PREFIX -> "[pod/mysql-0/mysql] " + line;
        case KUBECTL_LOGS_PREFIX_TIMESTAMPS -> "[pod/mysql-0/mysql] " + local + " " + line;
      };
    }

    private static String quote(String text) {
      return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
    }
  }

  private final Path output;
  private final Path folder;
  private int copied;

  /** What is written to {@code output}, in files in {@code folder}. */
  public CollectedOutput(Path output, Path folder) {
    this.output = output;
    this.folder = folder;
  }

  /** The file of a form. */
  public static Path file(Path folder, Form form) {
    return folder.resolve(form.name() + ".log");
  }

  /** Hands on the lines that are new. */
  public void copy() throws IOException {
    List<String> lines = new LogMark(output, 0).lines();
    List<String> added = lines.subList(copied, lines.size());
    for (Form form : Form.values()) {
      Instant now = Instant.now();
      Files.write(
          file(folder, form),
          added.stream().map(line -> form.wrap(line, now)).toList(),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
    copied = lines.size();
  }
}
