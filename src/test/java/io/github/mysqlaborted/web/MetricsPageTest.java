package io.github.mysqlaborted.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mysqlaborted.scrape.Exposition;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsPageTest {

  private static final Collector GOOD =
      new Collector() {
        @Override
        public List<MetricFamilySamples> collect() {
          return List.of(
              new CounterMetricFamily("a_total", "Some a", 3), new GaugeMetricFamily("b", "b", 1));
        }
      };

  private static final Collector BROKEN =
      new Collector() {
        @Override
        public List<MetricFamilySamples> collect() {
          throw new IllegalStateException("broken");
        }
      };

  private final MetricsPage page =
      new MetricsPage(
          new Exposition(Optional.empty(), Set.of("global_status"), List.of(BROKEN, GOOD)),
          Duration.ofMillis(250));

  @Test
  void showsWhatOthersHaveWhenACollectorFails() throws IOException {
    assertThat(body(""))
        .isEqualTo(
            """
            # HELP a_total Some a
            # TYPE a_total counter
            a_total 3.0
            # HELP b b
            # TYPE b gauge
            b 1.0
            """);
  }

  @Test
  void keepsTheSamplesThatAreNamed() throws IOException {
    assertThat(body("name[]=b"))
        .isEqualTo(
            """
            # HELP b b
            # TYPE b gauge
            b 1.0
            """);
  }

  @Test
  void refusesACollectorThatIsNone() {
    assertThatThrownBy(() -> body("collect[]=global_status&collect[]=nothing"))
        .isInstanceOf(BadRequestException.class)
        .hasMessage("collect[]: found [nothing], accepted: [global_status]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | false",
        "*/* | false",
        "text/html,*/*;q=0.8 | false",
        "text/plain;version=0.0.4 | false",
        "application/openmetrics-text | true",
        "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5 | true",
        "application/openmetrics-text;version=1.0.0;q=0.2,text/plain;version=0.0.4;q=0.5 | false",
        "application/openmetrics-text;q=0,*/*;q=0.1 | false",
        "application/openmetrics-text;version=0.0.1 | false",
      })
  void answersInTheFormatThatIsLikedBetter(String accept, boolean openMetrics) throws IOException {
    Map<String, List<String>> headers = Map.of("accept", List.of(accept));

    Response response = page.answer(new Request(Optional.empty(), headers));

    assertThat(response.contentType())
        .isEqualTo(
            openMetrics ? TextFormat.CONTENT_TYPE_OPENMETRICS_100 : TextFormat.CONTENT_TYPE_004);
    assertThat(new String(response.body(), UTF_8).endsWith("# EOF\n")).isEqualTo(openMetrics);
  }

  @ParameterizedTest
  @CsvSource({"x", "-1", "0", "1e9", "NaN"})
  void refusesATimeoutThatIsNone(String seconds) {
    Map<String, List<String>> headers =
        Map.of("x-prometheus-scrape-timeout-seconds", List.of(seconds));

    assertThatThrownBy(() -> page.answer(new Request(Optional.empty(), headers)))
        .isInstanceOf(BadRequestException.class)
        .hasMessageStartingWith("X-Prometheus-Scrape-Timeout-Seconds: ");
  }

  private String body(String query) throws IOException {
    return new String(page.answer(new Request(Optional.of(query), Map.of())).body(), UTF_8);
  }
}
