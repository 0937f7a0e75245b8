package io.github.mysqlaborted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.GuardedProcess;
import io.github.mysqlaborted.harness.PrometheusProcess;
import io.github.mysqlaborted.harness.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCrypt;

/** The built exporter behind {@code --web.config.file}, scraped by a real Prometheus. */
final class HttpsIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String SCRAPED = "up{job=\"%s\"} == %d";

  @TempDir Path folder;

  private Path log;
  private Path webConfig;

  @BeforeEach
  void writeFiles() throws Exception {
    log = Files.createFile(folder.resolve("error.log"));
    TestCertificate.authority(folder, "authority");
    TestCertificate first =
        TestCertificate.signedBy("authority", folder, "first", "ip:127.0.0.1", 0, 30);
    TestCertificate.signedBy("authority", folder, "client", "dns:prometheus.example", 0, 30);
    TestCertificate.create(folder, "stranger", "dns:prometheus.example", 0, 30);
    Files.copy(first.certificate(), folder.resolve("server.crt"));
    Files.copy(first.key(), folder.resolve("server.key"));
    webConfig =
        Files.writeString(
            folder.resolve("web.yml"),
            """
            tls_server_config:
              cert_file: server.crt
              key_file: server.key
              client_auth_type: RequireAndVerifyClientCert
              client_ca_file: authority-cert.pem
              client_allowed_sans: [prometheus.example]
            basic_auth_users:
              prometheus: %s
            http_server_config:
              headers:
                Strict-Transport-Security: max-age=63072000
            """
                .formatted(BCrypt.hashpw("let me in", BCrypt.gensalt("$2y", 10))));
  }

  @Test
  void isScrapedByWhomTheFileLetsInWhileTheCertificateIsExchanged() throws Exception {
    int port = FreePort.find();
    try (GuardedProcess exporter = startAndWait(port);
        PrometheusProcess prometheus =
            PrometheusProcess.start(
                Files.createDirectory(folder.resolve("prometheus")),
                "global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs:\n"
                    + job("good", port, "client", "let me in")
                    + job("stranger", port, "stranger", "let me in")
                    + job("guesser", port, "client", "let me out"))) {
      await(prometheus, SCRAPED.formatted("good", 1));
      await(prometheus, SCRAPED.formatted("stranger", 0));
      await(prometheus, SCRAPED.formatted("guesser", 0));
      await(prometheus, "mysql_aborted_exporter_config_last_reload_successful == 1");

      TestCertificate second =
          TestCertificate.signedBy("authority", folder, "second", "ip:127.0.0.1", 0, 30);
      Files.writeString(folder.resolve("server.crt"), Files.readString(second.certificate()));
      await(prometheus, "mysql_aborted_exporter_config_last_reload_successful == 0");
      Files.writeString(folder.resolve("server.key"), Files.readString(second.key()));
      await(prometheus, "mysql_aborted_exporter_config_last_reload_successful == 1");

      assertThat(prometheus.query("changes(up{job=\"good\"}[10m]) <= 1"))
          .as("the first scrape may take too long, none after it")
          .contains("\"value\"");
      assertThat(prometheus.query("max_over_time(up{job!=\"good\"}[10m]) == 1"))
          .doesNotContain("\"value\"");
      assertThat(exporter.isAlive()).isTrue();
      assertThat(Files.readString(folder.resolve("exporter.log")))
          .contains("tls=TLSv1.2,TLSv1.3 basic_auth=on")
          .contains("key_file: does not belong to the certificate")
          .contains("configuration not reloaded", "configuration reloaded: it has changed")
          .doesNotContain("let me");
    }
  }

  @Test
  void isCheckedBeforeAStart() throws Exception {
    assertThat(check()).contains(0);

    Files.writeString(webConfig, "tls_server_config:\n  cert_file: none\n");
    assertThat(check()).contains(1);
    assertThat(Files.readString(folder.resolve("exporter.log")))
        .endsWith(
            "mysql-aborted-exporter: --web.config.file: %s:2: tls_server_config.cert_file: %s cannot be read%n"
                .formatted(webConfig, folder.resolve("none")));
  }

  private Optional<Integer> check() throws Exception {
    try (GuardedProcess process = start(FreePort.find(), "--config.check")) {
      return process.waitFor(LIMIT);
    }
  }

  private GuardedProcess startAndWait(int port) throws IOException {
    GuardedProcess exporter = start(port);
    Path ownLog = folder.resolve("exporter.log");
    boolean listens =
        Await.within(
            LIMIT,
            () -> {
              try {
                return Files.readString(ownLog).contains("listening addresses=127.0.0.1:" + port);
              } catch (IOException e) {
                return false;
              }
            });
    assertThat(listens).isTrue();
    return exporter;
  }

  private GuardedProcess start(int port, String... flags) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", ExporterProcess.builtJar().toAbsolutePath().toString()));
    command.add("--no-mysqld");
    command.add("--errorlog.file=" + log);
    command.add("--web.listen-address=127.0.0.1:" + port);
    command.add("--web.config.file=" + webConfig);
    command.addAll(List.of(flags));
    return GuardedProcess.start(folder, folder.resolve("exporter.log"), command);
  }

  private String job(String name, int port, String certificate, String password) {
    return """
      - job_name: %1$s
        scheme: https
        basic_auth: {username: prometheus, password: %4$s}
        tls_config:
          ca_file: %2$s/authority-cert.pem
          cert_file: %2$s/%3$s-cert.pem
          key_file: %2$s/%3$s-key.pem
        static_configs: [{targets: ['127.0.0.1:%5$d']}]
    """
        .formatted(name, folder, certificate, password, port);
  }

  private static void await(PrometheusProcess prometheus, String expression) {
    assertThat(Await.within(LIMIT, () -> prometheus.query(expression).contains("\"value\"")))
        .as(expression)
        .isTrue();
  }
}
