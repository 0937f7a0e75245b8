package io.github.mysqlaborted.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.Scrape;
import io.github.mysqlaborted.harness.Server;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The README's statements for an account, run as they stand there. */
class ReadmeGrantsIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"MYSQL_8_0, MySQL, 4", "MARIADB_11_4, MariaDB, 2"})
  void makeAnAccountThatMayReadAll(ServerKind kind, String heading, int tables) throws Exception {
    List<String> statements = statements(heading);
    assertThat(statements).hasSizeGreaterThan(tables);
    // MariaDB has it off by default.
    try (Server server = Server.start(kind, Verbosity.FULL, "--performance-schema=ON")) {
      statements.forEach(server::execute);
      Path myCnf =
          Files.writeString(
              folder.resolve("my.cnf"),
              "[client]\nuser=exporter\npassword=Change-me-1\nhost=127.0.0.1\nport=%d\n"
                  .formatted(server.port()));
      List<String> flags =
          List.of(
              "--config.my-cnf=" + myCnf,
              "--errorlog.file=" + server.errorLog(),
              "--collect.sessions");
      try (ExporterProcess exporter =
          ExporterProcess.start(ExporterProcess.builtJar(), FreePort.find(), folder, flags)) {
        assertThat(Await.within(LIMIT, () -> exporter.scrape().value("mysql_up") == 1)).isTrue();
        Scrape scrape = exporter.scrape();
        assertThat(scrape.samples().keySet()).contains("mysql_host_cache_hosts");
        assertThat(scrape.samples().keySet().stream())
            .anyMatch(series -> series.startsWith("mysql_account_connections_total{"));
        assertThat(scrape.samples().entrySet().stream())
            .filteredOn(
                each -> each.getKey().startsWith("mysql_aborted_exporter_collector_success"))
            .hasSizeGreaterThan(tables)
            .allSatisfy(each -> assertThat(each.getValue()).as(each.getKey()).isEqualTo(1));
        assertThat(exporter.log()).doesNotContain("has no effect");
      }
    }
  }

  private static List<String> statements(String heading) throws IOException {
    Matcher block =
        Pattern.compile("(?s)### " + heading + "\n\n```sql\n(.*?)```")
            .matcher(Files.readString(Path.of("README.md")));
    assertThat(block.find()).as(heading).isTrue();
    return Pattern.compile(";\\s*")
        .splitAsStream(block.group(1).replaceAll("(?m)^--.*\n", ""))
        .filter(statement -> !statement.isBlank())
        .toList();
  }
}
