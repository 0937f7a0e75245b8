package io.github.mysqlaborted.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mysqlaborted.server.connect.Deadline;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class HostLookupTest {

  /** What is asked for and not answered. */
  private final Deque<Runnable> waiting = new ArrayDeque<>();

  @Test
  void waitsForNoMoreNamesThanItMay() throws Exception {
    HostLookup lookup = lookup(waiting::add);
    for (int i = 0; i < HostLookup.MOST_AT_ONCE; i++) {
      assertFails(lookup, "db" + i, "the name server did not answer in time");
    }
    assertFails(lookup, "one-more", "too many name lookups are waiting for the name server");
    assertFails(lookup, "db7", "the name server did not answer in time");
    assertThat(waiting).hasSize(HostLookup.MOST_AT_ONCE);

    waiting.removeFirst().run();
    assertFails(lookup, "one-more", "the name server did not answer in time");
    assertThat(waiting).hasSize(HostLookup.MOST_AT_ONCE);
  }

  @Test
  void asksAgainWhereNoThreadWasLeft() throws Exception {
    boolean[] full = {true};
    HostLookup lookup =
        lookup(
            task -> {
              if (full[0]) {
                throw new RejectedExecutionException("full");
              }
              task.run();
            });
    assertThatThrownBy(() -> lookup.addresses("db", now()))
        .isInstanceOf(RejectedExecutionException.class);

    full[0] = false;
    assertThat(lookup.addresses("db", now())).containsExactly(InetAddress.getLoopbackAddress());
  }

  private static HostLookup lookup(Executor threads) {
    return new HostLookup(host -> new InetAddress[] {InetAddress.getLoopbackAddress()}, threads);
  }

  private static void assertFails(HostLookup lookup, String host, String message) {
    assertThatThrownBy(() -> lookup.addresses(host, now()))
        .isInstanceOf(MysqlUnavailableException.class)
        .hasMessageContaining(message);
  }

  private static Deadline now() {
    return Deadline.after(Duration.ofMillis(1));
  }
}
