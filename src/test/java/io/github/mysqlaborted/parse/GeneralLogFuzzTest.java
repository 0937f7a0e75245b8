package io.github.mysqlaborted.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.mysqlaborted.state.RecordJson;
import java.io.IOException;

/** Any bytes at all as a general query log. */
class GeneralLogFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void readsAnyLog(byte[] bytes) throws IOException {
    FuzzedLog log = new FuzzedLog(bytes);

    FuzzedLog.Told told = log.asGeneralLog(FuzzedLog::inPlace);

    assertThat(told.records()).isLessThanOrEqualTo(log.lines());
    assertThat(2L * told.events().size()).isLessThanOrEqualTo(told.records());
    assertThat(log.asGeneralLog(FuzzedLog::apart)).isEqualTo(told);
    assertThat(RecordJson.read(RecordJson.write(told.state()), GeneralLogState.class))
        .isEqualTo(told.state());
    FuzzedLog.Told unstamped = log.withoutStamps().asGeneralLog(FuzzedLog::inPlace);
    assertThat(unstamped.events()).isEmpty();
    assertThat(unstamped.records()).isZero();
  }
}
