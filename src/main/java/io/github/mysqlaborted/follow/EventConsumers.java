package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.count.LoggedEvents;
import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.EventConsumer;
import io.github.mysqlaborted.state.Part;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * All who hear of the events of a log, and what of theirs has to outlive a restart. This is the one
 * place where another consumer is added.
 */
final class EventConsumers implements EventConsumer {

  private final LoggedEvents counts;
  private final List<EventConsumer> all;

  /**
   * @param zone of the hours of the day
   * @param accounts how many account series each phase may have
   */
  EventConsumers(ZoneId zone, int accounts) {
    counts = new LoggedEvents(zone, accounts);
    all = List.of(counts);
  }

  /** The consumers' parts of the state. */
  List<Part<?>> parts() {
    return List.of(
        new Part<>("events", LoggedEvents.Snapshot.class, counts::snapshot, counts::restore));
  }

  LoggedEvents.Snapshot counts() {
    return counts.snapshot();
  }

  @Override
  public void aborted(AbortedConnection event, long count) {
    for (EventConsumer consumer : all) {
      consumer.aborted(event, count);
    }
  }

  @Override
  public void serverStarted(Instant time) {
    for (EventConsumer consumer : all) {
      consumer.serverStarted(time);
    }
  }
}
