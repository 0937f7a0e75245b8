package io.github.mysqlaborted.parse;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.event.AbortedConnection;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@link GeneralLogReader} needs to go on after a restart.
 *
 * @param records how many rows were read
 * @param time of the last row that has one
 * @param logins logins whose outcome is open, by thread id, the latest last
 * @param denied failed logins whose account was not named yet, likewise
 */
public record GeneralLogState(
    long records, Instant time, Map<Long, String> logins, Map<Long, AbortedConnection> denied)
    implements ReaderState {

  public GeneralLogState {
    if (records < 0) {
      throw new IllegalArgumentException("a negative count of records");
    }
    requireNonNull(time, "time");
    logins = Collections.unmodifiableMap(new LinkedHashMap<>(logins));
    denied = Collections.unmodifiableMap(new LinkedHashMap<>(denied));
  }
}
