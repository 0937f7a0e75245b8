package io.github.mysqlaborted.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class PrometheusRuleTest {
  /** With {@code -Dgenerate=true} the file is written first: {@code make generate}. */
  @BeforeAll
  static void write() throws IOException {
    if (Boolean.getBoolean("generate")) {
      PrometheusRule.write();
    }
  }

  @Test
  void isMadeFromTheRuleFileAsItIsNow() throws IOException {
    assertThat(Files.readString(AlertFiles.PROMETHEUS_RULE))
        .as("stale: run make generate")
        .isEqualTo(PrometheusRule.of(AlertFiles.RULES));
  }

  @Test
  void hasTheSameGroups() {
    Map<?, ?> resource = Yaml.read(AlertFiles.PROMETHEUS_RULE);
    assertThat(resource.get("kind")).isEqualTo("PrometheusRule");
    assertThat(resource.get("spec")).isEqualTo(Yaml.read(AlertFiles.RULES));
  }
}
