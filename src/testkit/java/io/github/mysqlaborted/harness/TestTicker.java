package io.github.mysqlaborted.harness;

import io.github.mysqlaborted.time.Moment;
import io.github.mysqlaborted.time.Ticker;
import java.time.Duration;

/** A ticker that a test turns. It overflows after a second, as one may at any time. */
public final class TestTicker implements Ticker {

  private volatile Moment now = new Moment(Long.MAX_VALUE - 1_000_000_000);

  @Override
  public Moment now() {
    return now;
  }

  public void pass(Duration time) {
    now = now.plus(time);
  }
}
