package io.github.mysqlaborted.time;

import java.time.Duration;
import java.util.Optional;

/** A time in which something is not done. None is on at first. Thread-safe. */
public final class Pause {

  private final Ticker ticker;
  private volatile Optional<Moment> end = Optional.empty();

  public Pause(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Takes so long from now on, however long it still had to go. */
  public void begin(Duration length) {
    end = Optional.of(ticker.now().plus(length));
  }

  /** Is over at once. */
  public void end() {
    end = Optional.empty();
  }

  public boolean isOn() {
    Optional<Moment> until = end;
    return until.isPresent() && ticker.now().isBefore(until.get());
  }
}
