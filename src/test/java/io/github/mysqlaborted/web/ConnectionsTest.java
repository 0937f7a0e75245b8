package io.github.mysqlaborted.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.TestTicker;
import io.github.mysqlaborted.time.Moment;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which connection goes when there are too many, too slow or too large ones. */
class ConnectionsTest {

  private static final WebLimits LIMITS =
      new WebLimits(
          4,
          Duration.ofSeconds(10),
          Duration.ofSeconds(120),
          Duration.ofSeconds(60),
          Duration.ofSeconds(2),
          1000,
          1000);

  private static final Duration INSTANT = Duration.ofNanos(1);

  private final TestTicker ticker = new TestTicker();
  private final Moment start = ticker.now();
  private final Connections connections = new Connections(LIMITS, ticker);
  private final Map<String, Connection> byName = new LinkedHashMap<>();
  private final List<String> closed = new ArrayList<>();

  @Test
  void closesTheOneThatHasWaitedLongestWithoutARequest() {
    open("a", "192.0.2.1");
    open("b", "192.0.2.2");
    open("c", "192.0.2.3");
    open("d", "192.0.2.4");
    answer("a");

    open("e", "192.0.2.5");
    open("f", "192.0.2.6");

    assertThat(closed).containsExactly("b", "c");
    assertThat(connections.size()).isEqualTo(4);
  }

  @Test
  void takesFromTheNetworkThatHoldsMost() {
    open("scraper", "192.0.2.1");
    open("a", "192.0.2.2");
    open("b", "192.0.2.2");
    open("c", "192.0.2.2");

    open("d", "192.0.2.2");
    open("person", "192.0.2.3");

    assertThat(closed).containsExactly("a", "b");
  }

  /** One who has asked once on each of many connections still holds more than a newcomer. */
  @Test
  void takesAnAnsweredConnectionOfAGreedyNetworkBeforeTheOnlyOneOfAnother() {
    for (String name : List.of("a", "b", "c")) {
      open(name, "192.0.2.2");
      answer(name);
    }
    open("scraper", "192.0.2.1");

    open("d", "192.0.2.2");

    assertThat(closed).containsExactly("a");
  }

  /** Many machines behind one address: who asks at once is not shut out by who does not. */
  @Test
  void takesTheSlowestBehindOneAddress() {
    open("kept", "192.0.2.2");
    answer("kept");
    open("a", "192.0.2.2");
    open("b", "192.0.2.2");
    open("c", "192.0.2.2");

    open("scraper", "192.0.2.2");

    assertThat(closed).containsExactly("a");
  }

  @Test
  void takesNoConnectionWhosePageIsBeingMade() {
    for (String name : List.of("a", "b", "c", "d")) {
      open(name, "192.0.2.2");
      connections.asked(byName.get(name), 100);
      connections.making(byName.get(name));
    }

    open("e", "192.0.2.2");

    assertThat(closed).containsExactly("e");
    assertThat(connections.size()).isEqualTo(4);

    connections.made(byName.get("b"));
    open("f", "192.0.2.2");

    assertThat(closed).containsExactly("e", "b");
  }

  @Test
  void givesEachStateItsTime() {
    open("head", "192.0.2.1");
    open("idle", "192.0.2.2");
    answer("idle");
    open("reader", "192.0.2.3");
    connections.asked(byName.get("reader"), 100);
    connections.making(byName.get("reader"));
    connections.made(byName.get("reader"));
    connections.answering(byName.get("reader"), 10);
    open("page", "192.0.2.4");
    connections.asked(byName.get("page"), 100);
    connections.making(byName.get("page"));

    assertThat(closedAfter(Duration.ofSeconds(9))).isEmpty();
    assertThat(closedAfter(Duration.ofSeconds(11))).containsExactly("head");
    assertThat(closedAfter(Duration.ofSeconds(61))).containsExactly("head", "reader");
    assertThat(closedAfter(Duration.ofSeconds(121))).containsExactly("head", "reader", "idle");
    assertThat(closedAfter(Duration.ofDays(1))).containsExactly("head", "reader", "idle");
    assertThat(connections.size()).isEqualTo(1);
  }

  @Test
  void givesALaterHeadItsTimeFromItsFirstByte() {
    open("a", "192.0.2.1");
    answer("a");
    passUntil(Duration.ofSeconds(100));
    connections.received(byName.get("a"), 101);
    passUntil(Duration.ofSeconds(109));
    connections.received(byName.get("a"), 102);

    assertThat(closedAfter(Duration.ofSeconds(109))).isEmpty();
    assertThat(closedAfter(Duration.ofSeconds(111))).containsExactly("a");
  }

  @Test
  void givesWhoWasRefusedAMomentToGo() {
    open("a", "192.0.2.1");
    connections.answered(byName.get("a"), false);

    assertThat(closedAfter(Duration.ofSeconds(1))).isEmpty();
    assertThat(closedAfter(Duration.ofSeconds(3))).containsExactly("a");
  }

  @Test
  void cutsOffTheSlowestReadersWhenTooMuchWaits() {
    for (String name : List.of("a", "b", "c")) {
      open(name, "192.0.2.1");
      ticker.pass(Duration.ofSeconds(1));
      connections.asked(byName.get(name), 100);
      connections.answering(byName.get(name), 400);
    }
    assertThat(closed).containsExactly("a");

    connections.released(byName.get("b"), 400);
    open("d", "192.0.2.1");
    connections.asked(byName.get("d"), 100);
    connections.answering(byName.get("d"), 5000);

    assertThat(closed).containsExactly("a", "c");
  }

  @Test
  void cutsOffNobodyWhoseAnswerIsShort() {
    open("short", "192.0.2.1");
    connections.asked(byName.get("short"), 100);
    connections.answering(byName.get("short"), 250);
    open("long", "192.0.2.1");
    connections.asked(byName.get("long"), 100);
    connections.answering(byName.get("long"), 251);
    open("latest", "192.0.2.1");
    connections.asked(byName.get("latest"), 100);
    connections.answering(byName.get("latest"), 5000);

    assertThat(closed).containsExactly("long");
  }

  @Test
  void cutsOffTheLongestHeadsWhenTooMuchOfThemIsKept() {
    open("a", "192.0.2.1");
    open("b", "192.0.2.1");
    open("c", "192.0.2.1");
    connections.received(byName.get("a"), 300);
    connections.received(byName.get("b"), 500);
    connections.received(byName.get("c"), 200);
    assertThat(closed).isEmpty();

    connections.received(byName.get("a"), 301);
    assertThat(closed).containsExactly("b");

    connections.asked(byName.get("a"), 301);
    connections.received(byName.get("c"), 1000);
    assertThat(closed).containsExactly("b");
  }

  @Test
  void forgetsWhatIsClosed() {
    for (int i = 0; i < 100; i++) {
      open("a", "192.0.2.1");
      connections.asked(byName.get("a"), 100);
      connections.answering(byName.get("a"), 900);
      connections.closed(byName.get("a"));
      connections.answered(byName.get("a"), true);
      connections.released(byName.get("a"), 900);
    }
    assertThat(closed).isEmpty();
    assertThat(connections.size()).isZero();
  }

  private void open(String name, String address) {
    ticker.pass(INSTANT);
    byName.put(name, connections.opened(network(address), () -> closed.add(name)));
  }

  private void answer(String name) {
    ticker.pass(INSTANT);
    connections.asked(byName.get(name), 100);
    connections.answered(byName.get(name), true);
  }

  private List<String> closedAfter(Duration time) {
    passUntil(time);
    connections.sweep();
    return closed;
  }

  private void passUntil(Duration sinceStart) {
    ticker.pass(sinceStart.minus(ticker.now().since(start)));
  }

  private static ClientNetwork network(String address) {
    try {
      return ClientNetwork.of(InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
