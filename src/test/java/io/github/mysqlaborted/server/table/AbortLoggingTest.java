package io.github.mysqlaborted.server.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.server.ServerVersion;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AbortLoggingTest {
  private static final String SERVICES = "log_filter_internal; log_sink_internal";

  @ParameterizedTest
  @CsvSource({
    "5.5.34, log_warnings, 1, false",
    "5.5.34, log_warnings, 2, true",
    "5.6.14, log_warnings, 1, false",
    "5.6.14, log_warnings, 2, true",
    "5.7.44, log_error_verbosity, 2, false",
    "5.7.44, log_error_verbosity, 3, true",
    "8.0.33, log_error_verbosity, 2, false",
    "8.0.33, log_error_verbosity, 3, true",
    "9.7.4, log_error_verbosity, 3, true",
    "10.1.25-MariaDB, log_warnings, 1, false",
    "11.4.5-MariaDB, log_warnings, 1, false",
    "11.4.5-MariaDB, log_warnings, 2, true",
    "11.4.5-MariaDB, log_warnings, 9, true",
  })
  void knowsTheThresholdOfEachVersion(String version, String variable, String level, boolean on) {
    Map<String, String> variables = Map.of(variable, level, "log_error_services", SERVICES);

    assertLogging(version, variables, on, on);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MY-010914                                      | false | false",
        "10914                                          | false | false",
        "my-10914                                       | false | false",
        "MY-013360, ER_ABORTING_USER_CONNECTION         | false | false",
        "MY-010926                                      | true  | false",
        "ER_ACCESS_DENIED_ERROR_WITH_PASSWORD           | true  | false",
        "MY-013360,MY-109140,ER_PARSER_TRACE            | true  | true",
      })
  void knowsTheSuppressionListInAllItsForms(String list, boolean client, boolean connect) {
    Map<String, String> variables =
        Map.of(
            "log_error_verbosity", "3",
            "log_error_services", SERVICES,
            "log_error_suppression_list", list);

    assertLogging("8.0.33", variables, client, connect);
  }

  @Test
  void findsNeitherVerbosityNorSuppressionAtWorkWithoutTheFilter() {
    Map<String, String> variables =
        Map.of(
            "log_error_verbosity", "1",
            "log_error_services", "log_sink_internal,log_sink_json",
            "log_error_suppression_list", "MY-010914");

    assertLogging("8.4.8", variables, true, true);
  }

  @Test
  void writesNothingWithoutAnyService() {
    assertLogging(
        "8.4.8", Map.of("log_error_verbosity", "3", "log_error_services", ""), false, false);
  }

  @Test
  void cannotTellWhatAFilterWithRulesDoes() {
    Map<String, String> variables =
        Map.of(
            "log_error_verbosity", "3", "log_error_services", "log_filter_dragnet;log_sink_json");
    GlobalVariables read = new GlobalVariables(variables);

    assertThat(AbortLogging.isEnabled(ServerVersion.of("8.4.8", ""), read, Phase.CLIENT)).isEmpty();
  }

  @Test
  void cannotTellWithoutTheVariable() {
    GlobalVariables none = new GlobalVariables(new HashMap<>());

    assertThat(AbortLogging.isEnabled(ServerVersion.of("5.6.14", ""), none, Phase.CLIENT))
        .isEmpty();
  }

  private static void assertLogging(
      String version, Map<String, String> variables, boolean client, boolean connect) {
    ServerVersion server = ServerVersion.of(version, "");
    GlobalVariables read = new GlobalVariables(variables);
    assertThat(AbortLogging.isEnabled(server, read, Phase.CLIENT)).contains(client);
    assertThat(AbortLogging.isEnabled(server, read, Phase.CONNECT)).contains(connect);
  }
}
