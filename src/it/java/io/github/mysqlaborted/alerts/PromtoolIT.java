package io.github.mysqlaborted.alerts;

import static io.github.mysqlaborted.harness.MonitoringTool.AMTOOL;
import static io.github.mysqlaborted.harness.MonitoringTool.PROMTOOL;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the tools of Prometheus and Alertmanager say of the files, and the tests of the alerts. */
final class PromtoolIT {
  static List<Path> tests() {
    return AlertFiles.tests();
  }

  @ParameterizedTest
  @MethodSource("tests")
  void alertsFireAsTheTestSays(Path test) throws IOException {
    assertThat(PROMTOOL.run(AlertFiles.ALERTS, "test", "rules", test.toString()))
        .contains("SUCCESS");
  }

  @Test
  void promtoolFindsNoFaultInTheRules() throws IOException {
    String said = PROMTOOL.run(AlertFiles.ALERTS, "check", "rules", AlertFiles.RULES.toString());
    assertThat(said).contains("SUCCESS: " + AlertFiles.rules().size() + " rules found");
  }

  @Test
  void amtoolFindsNoFaultInTheConfiguration() throws IOException {
    String said = AMTOOL.run(AlertFiles.ALERTS, "check-config", AlertFiles.ALERTMANAGER.toString());
    assertThat(said).contains("SUCCESS").contains("1 templates");
  }
}
