package io.github.mysqlaborted.diagnosis;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.cause.Age;
import io.github.mysqlaborted.cause.Verdict;
import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Reason;
import java.time.Instant;

/**
 * An event, and what its own evidence says.
 *
 * @param count how many events the record stands for
 */
record Incident(AbortedConnection event, long count, Age age, Verdict verdict) {

  Incident {
    requireNonNull(event, "event");
    requireNonNull(age, "age");
    requireNonNull(verdict, "verdict");
  }

  Instant time() {
    return event.time();
  }

  Reason reason() {
    return event.reason();
  }

  /** User and host, whatever the database. */
  Account client() {
    return new Account(event.account().user(), event.account().host(), "");
  }
}
