package io.github.mysqlaborted.session;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.cause.Timeouts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a server said of its connections when it was asked.
 *
 * @param asked just before
 * @param answered just after
 * @param uptime of the server
 * @param givenOut the id of the newest connection is not below this
 * @param notGivenOut and below this
 * @param timeouts in force, where they were asked for
 */
public record ServerSample(
    Instant asked,
    Instant answered,
    Duration uptime,
    long givenOut,
    long notGivenOut,
    Optional<Timeouts> timeouts) {

  public ServerSample {
    requireNonNull(asked, "asked");
    requireNonNull(answered, "answered");
    requireNonNull(uptime, "uptime");
    requireNonNull(timeouts, "timeouts");
  }

  /** When the server started, to a second or two. */
  Instant started() {
    return answered.minus(uptime);
  }
}
