package io.github.mysqlaborted.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.server.table.GlobalStatus;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GlobalStatusScraperTest {

  /** The plugin of 5.7 and later, and the component of 9.2 and later. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection_control_delay_generated",
        "Component_connection_control_delay_generated"
      })
  void showsDelaysOfPluginOrComponent(String variable) {
    List<MetricFamilySamples> families =
        GlobalStatusScraper.families(new GlobalStatus(Map.of(variable, 12L)));

    assertThat(families)
        .singleElement()
        .satisfies(
            family -> {
              assertThat(family.name).isEqualTo("mysql_connection_control_delays");
              assertThat(family.help)
                  .isEqualTo(
                      "Logins that were delayed after too many failed ones (SHOW GLOBAL STATUS: "
                          + variable
                          + ")");
              assertThat(family.samples).extracting(sample -> sample.value).containsExactly(12.0);
            });
  }

  @Test
  void showsNothingThatTheServerDoesNotHave() {
    assertThat(GlobalStatusScraper.families(new GlobalStatus(Map.of()))).isEmpty();
  }
}
