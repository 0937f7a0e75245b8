package io.github.mysqlaborted.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.mysqlaborted.state.RecordJson;
import java.io.IOException;

/** Any bytes at all as an error log. CONTRIBUTING.md says how new inputs are looked for. */
class ErrorLogFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void readsAnyLog(byte[] bytes) throws IOException {
    FuzzedLog log = new FuzzedLog(bytes);

    FuzzedLog.Told told = log.asErrorLog(FuzzedLog::inPlace);

    assertThat(told.records()).isLessThanOrEqualTo(log.lines());
    assertThat((long) told.events().size()).isLessThanOrEqualTo(told.records());
    assertThat(log.linesWithWords()).isLessThanOrEqualTo(told.accountedFor());
    assertThat(log.asErrorLog(FuzzedLog::apart)).isEqualTo(told);
    assertThat(RecordJson.read(RecordJson.write(told.state()), ErrorLogState.class))
        .isEqualTo(told.state());
    FuzzedLog.Told unstamped = log.withoutStamps().asErrorLog(FuzzedLog::inPlace);
    assertThat(unstamped.events()).isEmpty();
    assertThat(unstamped.records()).isZero();
  }
}
