package io.github.mysqlaborted.event;

/** Is told of each aborted connection that a log names, in the order of the log. */
@FunctionalInterface
public interface AbortListener {

  /**
   * Takes an event.
   *
   * @param event the aborted connection
   * @param count how many such events the record stands for: 1, but for a JSON record with {@code
   *     and_n_more}, which stands for those that a throttle of the server's log filter dropped
   */
  void aborted(AbortedConnection event, long count);
}
