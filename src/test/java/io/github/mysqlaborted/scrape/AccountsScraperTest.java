package io.github.mysqlaborted.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.TestTicker;
import io.github.mysqlaborted.server.table.AccountConnections;
import io.github.mysqlaborted.server.table.AccountConnections.UserAtHost;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AccountsScraperTest {

  private static final UserAtHost APP = new UserAtHost("app", "10.0.0.7");
  private static final UserAtHost JOB = new UserAtHost("job", "10.0.0.8");
  private static final UserAtHost WEB = new UserAtHost("web", "10.0.0.9");
  private static final UserAtHost OWN = new UserAtHost("own", "10.0.0.9");

  @Test
  void accountsAboveTheCapAreOther() {
    AccountsScraper scraper = new AccountsScraper(2, new TestTicker());

    assertThat(samples(scraper, Map.of(APP, 5L))).isEqualTo(Map.of("app@10.0.0.7", 5.0));
    assertThat(samples(scraper, ordered(APP, 6L, JOB, 1L, WEB, 2L, OWN, 4L)))
        .isEqualTo(Map.of("app@10.0.0.7", 6.0, "job@10.0.0.8", 1.0, "other@other", 6.0));
  }

  @Test
  void whoIsOtherStaysSoThatNoCounterFalls() {
    AccountsScraper scraper = new AccountsScraper(1, new TestTicker());

    samples(scraper, ordered(APP, 6L, JOB, 1L));
    assertThat(samples(scraper, ordered(JOB, 900L, APP, 7L)))
        .isEqualTo(Map.of("app@10.0.0.7", 7.0, "other@other", 900.0));
    assertThat(samples(scraper, Map.of(JOB, 901L))).isEqualTo(Map.of("other@other", 901.0));
  }

  @Test
  void aNameIsALabelValueAndNothingElse() {
    UserAtHost hostile = new UserAtHost("a\n\u001b[2J\"},x{", "h");

    assertThat(samples(new AccountsScraper(9, new TestTicker()), Map.of(hostile, 1L)).keySet())
        .singleElement()
        .asString()
        .doesNotContain("\n", "\u001b")
        .endsWith("@h");
  }

  @Test
  void showsNoFamilyWhereThereIsNoAccount() {
    assertThat(new AccountsScraper(9, new TestTicker()).families(new AccountConnections(Map.of())))
        .isEmpty();
  }

  private static Map<UserAtHost, Long> ordered(Object... pairs) {
    Map<UserAtHost, Long> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((UserAtHost) pairs[i], (Long) pairs[i + 1]);
    }
    return map;
  }

  private static Map<String, Double> samples(AccountsScraper scraper, Map<UserAtHost, Long> total) {
    List<MetricFamilySamples> families = scraper.families(new AccountConnections(total));
    assertThat(families).hasSize(1);
    Map<String, Double> samples = new LinkedHashMap<>();
    families.get(0).samples.stream()
        .filter(sample -> sample.name.equals("mysql_account_connections_total"))
        .forEach(sample -> samples.put(String.join("@", sample.labelValues), sample.value));
    return samples;
  }
}
