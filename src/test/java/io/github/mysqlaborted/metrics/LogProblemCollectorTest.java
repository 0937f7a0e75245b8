package io.github.mysqlaborted.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.check.Finding;
import io.github.mysqlaborted.check.LogProblem;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogProblemCollectorTest {
  private static final Finding VERBOSITY = new Finding(LogProblem.VERBOSITY, "too low", "SET");

  @Test
  void showsEachProblemFromTheFirstScrape() throws IOException {
    assertThat(exposition(List.of()).lines().filter(line -> !line.startsWith("#")))
        .hasSize(LogProblem.values().length)
        .allMatch(line -> line.endsWith(" 0.0"));
  }

  @Test
  void showsThoseThatHoldOnceHoweverManyLogsHaveThem() throws IOException {
    List<Finding> findings =
        List.of(
            VERBOSITY,
            new Finding(LogProblem.LOST, "a", "a"),
            new Finding(LogProblem.LOST, "b", "b"));

    assertThat(exposition(findings).lines().filter(line -> line.endsWith(" 1.0")))
        .containsExactly(
            "mysql_aborted_exporter_log_problem{problem=\"verbosity\",} 1.0",
            "mysql_aborted_exporter_log_problem{problem=\"lost\",} 1.0");
  }

  @Test
  void isDocumentedAsItIs() throws IOException {
    List<String> documented =
        Files.readAllLines(
                Path.of("src/main/java/io/github/mysqlaborted/metrics/LogProblemCollector.java"))
            .stream()
            .filter(line -> line.startsWith(" * # ") || line.startsWith(" * mysql_"))
            .map(line -> line.substring(3))
            .toList();

    assertThat(documented).hasSize(4);
    assertThat(exposition(List.of(VERBOSITY)).lines()).containsAll(documented);
  }

  @Test
  void theReadmeAndTheRunbookNameEachProblem() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String runbook = Files.readString(Path.of("docs/runbooks/not_logged.md"));
    for (LogProblem problem : LogProblem.values()) {
      assertThat(readme).contains("`" + problem.key() + "`");
      assertThat(runbook).contains("| `" + problem.key() + "` |");
    }
  }

  private static String exposition(List<Finding> findings) throws IOException {
    StringWriter writer = new StringWriter();
    TextFormat.write004(
        writer, Collections.enumeration(new LogProblemCollector(() -> findings).collect()));
    return writer.toString();
  }
}
