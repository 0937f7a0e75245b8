package io.github.mysqlaborted.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.ZoneOffset;

/** Any bytes at all as an error log. CONTRIBUTING.md says how new inputs are looked for. */
class ErrorLogFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void readsAnyLog(byte[] bytes) {
    FuzzedLog log = new FuzzedLog(bytes);

    FuzzedLog.Told told = log.asErrorLog(FuzzedLog::inPlace);

    assertThat(told.records()).isLessThanOrEqualTo(log.lines());
    assertThat((long) told.events().size()).isLessThanOrEqualTo(told.records());
    assertThat(log.linesWithWords()).isLessThanOrEqualTo(told.accountedFor());
    assertThat(log.asErrorLog(FuzzedLog::apart)).isEqualTo(told);
    new ErrorLogReader(ZoneOffset.UTC, FedReader.NOW, (event, count) -> {}).restore(told.state());
    FuzzedLog.Told unstamped = log.withoutStamps().asErrorLog(FuzzedLog::inPlace);
    assertThat(unstamped.events()).isEmpty();
    assertThat(unstamped.records()).isZero();
  }
}
