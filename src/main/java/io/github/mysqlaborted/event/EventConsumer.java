package io.github.mysqlaborted.event;

import java.time.Instant;

/** Hears of everything that a log tells, in the order of the log. */
@FunctionalInterface
public interface EventConsumer {

  /**
   * Takes an event.
   *
   * @param event the aborted connection
   * @param count how many such events the record stands for: 1, but for a JSON record with {@code
   *     and_n_more}, which stands for those that a throttle of the server's log filter dropped
   */
  void aborted(AbortedConnection event, long count);

  /**
   * The server starts: connection ids begin anew. A start may be told of more than once, since a
   * server writes several records of it.
   */
  default void serverStarted(Instant time) {}
}
