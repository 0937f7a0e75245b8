package io.github.mysqlaborted.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mysqlaborted.config.ConfigException;
import io.github.mysqlaborted.config.ErrorLogConfig;
import io.github.mysqlaborted.config.ExporterConfig;
import io.github.mysqlaborted.config.ExporterConfig.Logging;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineParserTest {

  @Test
  void hasTheDefaultsOfTheDocumentation() throws ConfigException {
    ExporterConfig config = serve(Map.of("HOME", "/home/dba"));

    assertThat(config.mysqld())
        .get()
        .satisfies(
            mysqld -> {
              assertThat(mysqld.myCnf()).isEmpty();
              assertThat(mysqld.home()).isEqualTo(Path.of("/home/dba"));
              assertThat(mysqld.address()).isEmpty();
              assertThat(mysqld.environmentPassword()).isEmpty();
            });
    assertThat(config.errorLog().source()).isEqualTo(ErrorLogConfig.Source.AUTO);
    assertThat(config.errorLog().files()).isEmpty();
    assertThat(config.errorLog().fromEnd()).isFalse();
    assertThat(config.errorLog().zone()).isEqualTo(ZoneId.systemDefault());
    assertThat(config.accounts()).isEqualTo(200);
    assertThat(config.stateDirectory()).isEmpty();
    assertThat(config.collectors())
        .containsExactlyInAnyOrder(
            "global_status", "global_variables", "errors_summary", "host_cache", "accounts");
    assertThat(config.timeoutOffset()).isEqualTo(Duration.ofMillis(250));
    assertThat(config.web().listen()).containsExactly(new InetSocketAddress(10104));
    assertThat(config.web().metricsPath()).isEqualTo("/metrics");
    assertThat(config.web().lifecycle()).isFalse();
    assertThat(config.logging()).isEqualTo(new Logging(Logging.Level.INFO, Logging.Format.LOGFMT));
  }

  @Test
  void letsTheConfigurationBeReloadedOnlyIfTold() throws ConfigException {
    String variable = "MYSQL_ABORTED_EXPORTER_WEB_ENABLE_LIFECYCLE";

    assertThat(serve(Map.of(), "--web.enable-lifecycle").web().lifecycle()).isTrue();
    assertThat(serve(Map.of(variable, "true")).web().lifecycle()).isTrue();
    assertThat(serve(Map.of(variable, "false")).web().lifecycle()).isFalse();
  }

  @Test
  void takesFlags() throws ConfigException {
    ExporterConfig config =
        serve(
            Map.of(),
            "serve",
            "--no-mysqld",
            "--errorlog.file=/var/log/mysql/error.log",
            "--errorlog.file=/var/log/mysql/*.err",
            "--errorlog.from=end",
            "--errorlog.time-zone=Asia/Seoul",
            "--hours.time-zone=Europe/Berlin",
            "--state.directory=/var/lib/x",
            "--accounts.max-series=7",
            "--no-collect.host_cache",
            "--timeout-offset=0.5",
            "--web.listen-address=127.0.0.1:0",
            "--web.listen-address=[::1]:10105",
            "--web.telemetry-path=/m",
            "--log.level=warn",
            "--log.format=json");

    assertThat(config.mysqld()).isEmpty();
    assertThat(config.errorLog().files())
        .containsExactly("/var/log/mysql/error.log", "/var/log/mysql/*.err");
    assertThat(config.errorLog().fromEnd()).isTrue();
    assertThat(config.errorLog().zone()).isEqualTo(ZoneId.of("Asia/Seoul"));
    assertThat(config.errorLog().hoursZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(config.stateDirectory()).contains(Path.of("/var/lib/x"));
    assertThat(config.accounts()).isEqualTo(7);
    assertThat(config.collectors())
        .containsExactlyInAnyOrder(
            "global_status", "global_variables", "errors_summary", "accounts");
    assertThat(config.timeoutOffset()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.web().listen())
        .extracting(address -> address.getAddress().getHostAddress() + " " + address.getPort())
        .containsExactly("127.0.0.1 0", "0:0:0:0:0:0:0:1 10105");
    assertThat(config.web().metricsPath()).isEqualTo("/m");
    assertThat(config.logging()).isEqualTo(new Logging(Logging.Level.WARN, Logging.Format.JSON));
  }

  @Test
  void takesTheEnvironmentWhereThereIsNoFlag() throws ConfigException {
    ExporterConfig config =
        serve(
            Map.of(
                "MYSQL_ABORTED_EXPORTER_ERRORLOG_FILE", "/a.log,/b.log",
                "MYSQL_ABORTED_EXPORTER_NO_MYSQLD", "true",
                "MYSQL_ABORTED_EXPORTER_COLLECT_HOST_CACHE", "false",
                "MYSQL_ABORTED_EXPORTER_COLLECT_GLOBAL_STATUS", "false",
                "MYSQL_ABORTED_EXPORTER_ACCOUNTS_MAX_SERIES", "3",
                "STATE_DIRECTORY", "/var/lib/y",
                "PATH", "/bin"),
            "--accounts.max-series=5",
            "--collect.global_status");

    assertThat(config.errorLog().files()).containsExactly("/a.log", "/b.log");
    assertThat(config.mysqld()).isEmpty();
    assertThat(config.collectors())
        .containsExactlyInAnyOrder(
            "global_status", "global_variables", "errors_summary", "accounts");
    assertThat(config.accounts()).isEqualTo(5);
    assertThat(config.stateDirectory()).contains(Path.of("/var/lib/y"));
  }

  @Test
  void neverShowsThePasswordOfTheEnvironment() throws ConfigException {
    ExporterConfig config = serve(Map.of("MYSQLD_EXPORTER_PASSWORD", "tiger"));

    assertThat(config.mysqld().orElseThrow().environmentPassword().orElseThrow().reveal())
        .isEqualTo("tiger");
    assertThat(config.toString()).doesNotContain("tiger");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--errorlog.from=middle | --errorlog.from: found 'middle', accepted: beginning, end",
        "--errorlog.time-zone=Mars | --errorlog.time-zone: found 'Mars', accepted: a name such as"
            + " Europe/Berlin, or UTC, +09:00",
        "--hours.time-zone=Mars | --hours.time-zone: found 'Mars', accepted: a name such as"
            + " Europe/Berlin, or UTC, +09:00",
        "--errorlog.source=disk | --errorlog.source: found 'disk', accepted: auto, file,"
            + " table, journal, none",
        "--errorlog.source=journal | --errorlog.source=journal requires --errorlog.unit",
        "--errorlog.unit=mariadb | --errorlog.unit requires --errorlog.source=journal",
        "--errorlog.journal-directory=/j | --errorlog.journal-directory requires"
            + " --errorlog.source=journal",
        "--errorlog.source=file | --errorlog.source=file requires --errorlog.file",
        "--accounts=maybe | --accounts: found 'maybe', accepted: on, off",
        "--accounts.max-series=0 | --accounts.max-series: found '0', accepted: a number from 1 to"
            + " 100000",
        "--accounts.max-series=many | --accounts.max-series: found 'many', accepted: a number from"
            + " 1 to 100000",
        "--timeout-offset=-1 | --timeout-offset: found '-1', accepted: seconds from 0 to 60",
        "--timeout-offset=soon | --timeout-offset: found 'soon', accepted: seconds from 0 to 60",
        "--web.listen-address=10104 | --web.listen-address: found '10104', accepted: :PORT,"
            + " HOST:PORT, [IPV6]:PORT",
        "--web.listen-address=:99999 | --web.listen-address: found ':99999', accepted: :PORT,"
            + " HOST:PORT, [IPV6]:PORT",
        "--web.telemetry-path=/ | --web.telemetry-path: found '/', accepted: a path such as"
            + " /metrics, not under /-/, not /probe or /diagnosis",
        "--web.telemetry-path=/-/healthy | --web.telemetry-path: found '/-/healthy', accepted: a"
            + " path such as /metrics, not under /-/, not /probe or /diagnosis",
        "--web.telemetry-path=/probe | --web.telemetry-path: found '/probe', accepted: a path such"
            + " as /metrics, not under /-/, not /probe or /diagnosis",
        "--errorlog.file=/ | --errorlog.file: found '/', accepted: the path of a file, with * and ?"
            + " in its last part only",
        "--errorlog.file=/no*where/e.log | --errorlog.file: found '/no*where/e.log', accepted: the"
            + " path of a file, with * and ? in its last part only",
        "--errorlog.file=/var/log/e[.log | --errorlog.file: found '/var/log/e[.log', accepted: a"
            + " path, or a glob such as error-*.log",
        "--generallog.file=/g/ | --generallog.file: found '/g/', accepted: the path of a file, with"
            + " * and ? in its last part only",
        "--log.level=loud | --log.level: found 'loud', accepted: debug, info, warn, error",
        "--log.format=xml | --log.format: found 'xml', accepted: logfmt, json",
      })
  void namesTheFlagWhatWasFoundAndWhatIsAccepted(String argument, String message) {
    assertThatThrownBy(() -> parse(Map.of(), argument))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  @Test
  void takesGeneralLogs() throws ConfigException {
    ExporterConfig config =
        serve(Map.of(), "--generallog.file=/var/log/general.log", "--generallog.file=/g/*.log");

    assertThat(config.errorLog().generalLogs()).containsExactly("/var/log/general.log", "/g/*.log");
  }

  @Test
  void refusesAGeneralLogThatIsTheErrorLogToo() {
    assertThatThrownBy(() -> parse(Map.of(), "--errorlog.file=/a", "--generallog.file=/a"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("--generallog.file and --errorlog.file cannot read the same file: /a");
    assertThatThrownBy(() -> parse(Map.of(), "--generallog.file=/a", "--generallog.file=/a"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("--generallog.file: a file is given more than once");
  }

  @Test
  void takesTheJournalOfAUnit() throws ConfigException {
    ExporterConfig config =
        serve(
            Map.of(),
            "--errorlog.source=journal",
            "--errorlog.unit=mariadb@shop.service",
            "--errorlog.journal-directory=/run/log/journal");

    assertThat(config.errorLog().source()).isEqualTo(ErrorLogConfig.Source.JOURNAL);
    assertThat(config.errorLog().unit()).contains("mariadb@shop.service");
    assertThat(config.errorLog().journalDirectory()).contains(Path.of("/run/log/journal"));
  }

  @Test
  void refusesWhatIsNoUnit() {
    assertThatThrownBy(() -> parse(Map.of(), "--errorlog.source=journal", "--errorlog.unit=a b"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "--errorlog.unit: found 'a b', accepted: a systemd unit such as mariadb or"
                + " mysql.service");
  }

  @Test
  void refusesALogWhereNoneIsToBeRead() {
    assertThatThrownBy(
            () -> parse(Map.of(), "--errorlog.source=none", "--errorlog.file=/var/log/e.log"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("--errorlog.source=none cannot be combined with --errorlog.file");
  }

  @Test
  void refusesAVariableThatIsNoFlag() {
    assertThatThrownBy(() -> parse(Map.of("MYSQL_ABORTED_EXPORTER_FOO", "1")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("MYSQL_ABORTED_EXPORTER_FOO: unknown flag; see --help");
    assertThatThrownBy(() -> parse(Map.of("MYSQL_ABORTED_EXPORTER_NO_MYSQLD", "yes")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("MYSQL_ABORTED_EXPORTER_NO_MYSQLD: found 'yes', accepted: true, false");
  }

  @Test
  void passesOverWhatKubernetesSaysOfAServiceOfItsName() throws ConfigException {
    ExporterConfig config =
        serve(
            Map.of(
                "MYSQL_ABORTED_EXPORTER_SERVICE_HOST", "10.96.0.7",
                "MYSQL_ABORTED_EXPORTER_SERVICE_PORT", "10104",
                "MYSQL_ABORTED_EXPORTER_SERVICE_PORT_HTTP_METRICS", "10104",
                "MYSQL_ABORTED_EXPORTER_PORT", "tcp://10.96.0.7:10104",
                "MYSQL_ABORTED_EXPORTER_PORT_10104_TCP", "tcp://10.96.0.7:10104",
                "MYSQL_ABORTED_EXPORTER_PORT_10104_TCP_ADDR", "10.96.0.7",
                "MYSQL_ABORTED_EXPORTER_ACCOUNTS_MAX_SERIES", "3"));

    assertThat(config.accounts()).isEqualTo(3);
    assertThatThrownBy(() -> parse(Map.of("MYSQL_ABORTED_EXPORTER_PORT", "9000")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("MYSQL_ABORTED_EXPORTER_PORT: unknown flag; see --help");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--foo | Unknown option: '--foo'; see --help",
        "watch | Unmatched argument at index 0: 'watch'; see --help",
        "--accounts.max-series | Missing required parameter for option '--accounts.max-series'"
            + " (N); see --help",
      })
  void answersUsageErrorsInOneLineWithStatusTwo(String argument, String message)
      throws ConfigException {
    assertThat(parse(Map.of(), argument)).isEqualTo(new Invocation.Show(message, 2));
  }

  @Test
  void showsHelpAndVersion() throws ConfigException {
    assertThat(parse(Map.of(), "--version")).isEqualTo(new Invocation.Show("1.2.3", 0));
    assertThat(parse(Map.of(), "--help"))
        .isInstanceOfSatisfying(
            Invocation.Show.class,
            help -> {
              assertThat(help.status()).isZero();
              assertThat(help.text())
                  .contains(
                      "--errorlog.file", "--[no-]collect.host_cache", "MYSQL_ABORTED_EXPORTER");
            });
  }

  @Test
  void healthIsAskedOfTheAddressThatIsGivenOrOfTheEnvironment() throws ConfigException {
    String variable = "MYSQL_ABORTED_EXPORTER_WEB_LISTEN_ADDRESS";
    assertThat(parse(Map.of(), "health")).isEqualTo(health("127.0.0.1", 10_104));
    assertThat(parse(Map.of(variable, "127.0.0.2:1,:2"), "health"))
        .isEqualTo(health("127.0.0.2", 1));
    assertThat(parse(Map.of(variable, ":2"), "health")).isEqualTo(health("127.0.0.1", 2));
    assertThat(parse(Map.of(variable, ":2"), "health", "[::1]:3")).isEqualTo(health("::1", 3));
    assertThat(parse(Map.of(), "health", "a", "b"))
        .isEqualTo(new Invocation.Show("health takes one HOST:PORT", 2));
    assertThatThrownBy(() -> parse(Map.of(), "health", "10104"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("health: found '10104', accepted: :PORT, HOST:PORT, [IPV6]:PORT");
    assertThat(parse(Map.of(), "health", "--help"))
        .isInstanceOfSatisfying(
            Invocation.Show.class, help -> assertThat(help.text()).contains("[HOST:PORT]"));
  }

  private static Invocation health(String host, int port) {
    return new Invocation.Health(new InetSocketAddress(host, port));
  }

  @Test
  void anEmptyWebConfigurationFileIsNone() throws ConfigException {
    assertThat(serve(Map.of(), "--errorlog.file=a", "--web.config.file=").web().configFile())
        .isEmpty();
    assertThat(serve(Map.of(), "--errorlog.file=a", "--web.config.file=web.yml").web().configFile())
        .contains(Path.of("web.yml"));
  }

  @Test
  void refusesToWatchNothing() throws ConfigException {
    assertThatThrownBy(() -> parse(Map.of(), "--no-mysqld", "--errorlog.source=none"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "--no-mysqld: nothing is left to watch, accepted beside it: --errorlog.file,"
                + " --errorlog.unit, --generallog.file, --probe.allow");
    for (String source :
        List.of("--errorlog.file=a.log", "--generallog.file=b.log", "--probe.allow=db")) {
      assertThat(parse(Map.of(), "--no-mysqld", source)).isInstanceOf(Invocation.Serve.class);
    }
    assertThat(parse(Map.of(), "--no-mysqld", "--errorlog.source=journal", "--errorlog.unit=mysql"))
        .isInstanceOf(Invocation.Serve.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-web.listen-address=:1", "-web.listen-address", "-errorlog.file=x"})
  void saysThatFlagsHaveTwoDashes(String argument) throws ConfigException {
    assertThat(parse(Map.of(), argument))
        .isInstanceOfSatisfying(
            Invocation.Show.class,
            shown ->
                assertThat(shown.text())
                    .endsWith(
                        "; flags have two dashes: -"
                            + argument.replaceFirst("=.*", "")
                            + "; see --help"));
  }

  @Test
  void checksWhenItIsAskedTo() throws ConfigException {
    assertThat(parse(Map.of(), "--config.check", "--no-mysqld", "--errorlog.file=a"))
        .isInstanceOfSatisfying(
            Invocation.Check.class,
            check -> assertThat(check.config().mysqld()).isEqualTo(Optional.empty()));
  }

  private static ExporterConfig serve(Map<String, String> environment, String... arguments)
      throws ConfigException {
    return ((Invocation.Serve) parse(environment, arguments)).config();
  }

  private static Invocation parse(Map<String, String> environment, String... arguments)
      throws ConfigException {
    return CommandLineParser.parse(List.of(arguments), environment, "1.2.3");
  }
}
