package io.github.mysqlaborted.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PrometheusRuleTest {
  @Test
  void isMadeFromTheRuleFileAsItIsNow() throws Exception {
    assertThat(Files.readString(AlertFiles.PROMETHEUS_RULE))
        .as("make it anew as CONTRIBUTING.md says")
        .isEqualTo(PrometheusRule.of(AlertFiles.RULES));
  }

  @Test
  void hasTheSameGroups() {
    Map<?, ?> resource = Yaml.read(AlertFiles.PROMETHEUS_RULE);
    assertThat(resource.get("kind")).isEqualTo("PrometheusRule");
    assertThat(resource.get("spec")).isEqualTo(Yaml.read(AlertFiles.RULES));
  }
}
