package io.github.mysqlaborted.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.cause.Certainty;
import io.github.mysqlaborted.diagnosis.SimulatedServer.Style;
import io.github.mysqlaborted.event.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReasonerTest {

  private static final Instant FROM = Instant.parse("2026-11-02T00:00:00Z");
  private static final Duration EIGHT_HOURS = Duration.ofHours(8);
  private static final int MIXTURES = 200;
  private static final List<Style> STYLES = List.copyOf(EnumSet.allOf(Style.class));

  private static final Settings SETTINGS =
      new Settings(
          Optional.of(EIGHT_HOURS),
          Optional.of(Duration.ofMinutes(1)),
          OptionalLong.of(64 << 20),
          Settings.Keepalive.LINUX,
          List.of(),
          ZoneOffset.UTC);

  static Stream<Arguments> everyScenarioOnEveryServer() {
    return Arrays.stream(Scenario.values())
        .flatMap(
            scenario -> Arrays.stream(Style.values()).map(style -> Arguments.of(scenario, style)));
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("everyScenarioOnEveryServer")
  void findsTheCause(Scenario scenario, Style style) {
    SimulatedServer server = new SimulatedServer(style, EIGHT_HOURS);
    server.start(FROM.minus(Duration.ofDays(1)));
    scenario.play(server, FROM, "app", "10.0.0.7", new Random(1));

    Tally tally = Tally.of(server, SETTINGS);
    assertThat(tally.wrong).as("events with another cause").isEmpty();
    assertThat(tally.right).isEqualTo(server.events());
  }

  @Test
  void findsTheCausesOfMixtures() {
    long right = 0;
    long all = 0;
    Set<String> certainAndWrong = new LinkedHashSet<>();
    for (int seed = 0; seed < MIXTURES; seed++) {
      Random random = new Random(seed);
      SimulatedServer server =
          new SimulatedServer(STYLES.get(random.nextInt(STYLES.size())), EIGHT_HOURS);
      List<Scenario> scenarios = new ArrayList<>(EnumSet.allOf(Scenario.class));
      Collections.shuffle(scenarios, random);
      int host = 1;
      for (Scenario scenario : scenarios.subList(0, 2 + random.nextInt(4))) {
        host++;
        scenario.play(
            server,
            FROM.plus(Duration.ofMinutes(random.nextInt(600))),
            "app" + host,
            "10.0." + host + ".7",
            random);
      }
      Tally tally = Tally.of(server, SETTINGS);
      right += tally.right;
      all += server.events();
      for (String wrong : tally.certainAndWrong) {
        certainAndWrong.add("seed " + seed + ": " + wrong);
      }
    }
    System.out.printf(
        "mixtures: %d, events: %d, right: %.2f %%%n", MIXTURES, all, 100.0 * right / all);
    assertThat(certainAndWrong).isEmpty();
    assertThat((double) right / all).isGreaterThan(0.95);
  }

  /** The same hours of the day, but the sessions were younger than the timeout. */
  @Test
  void theTwinOfTheNightIsADeadPath() {
    SimulatedServer server = new SimulatedServer(Style.MARIADB, EIGHT_HOURS);
    server.start(FROM.minus(Duration.ofDays(1)));
    for (int day = 0; day < 8; day++) {
      Instant morning = FROM.plus(Duration.ofDays(day)).plus(Duration.ofHours(7));
      for (int i = 0; i < 5; i++) {
        Instant end = morning.plusSeconds(600L * i);
        Instant opened = end.minus(Duration.ofHours(2)).minusSeconds(675);
        server.add(
            opened.minusSeconds(1),
            Duration.ofMillis(100),
            "check",
            "10.9.9.9",
            "",
            SimulatedServer.End.DENIED,
            Cause.WRONG_PASSWORD);
        server.add(
            opened,
            Duration.between(opened, end),
            "app",
            "10.0.0.7",
            "shop",
            SimulatedServer.End.TIMEOUT,
            Cause.DEAD_PATH);
      }
    }

    List<Explanation> explanations = Reasoner.explain(server.read(SETTINGS), SETTINGS);
    assertThat(explanations)
        .filteredOn(explanation -> explanation.cause() == Cause.IDLE_TIMEOUT)
        .isEmpty();
    assertThat(explanations)
        .filteredOn(explanation -> explanation.cause() == Cause.DEAD_PATH)
        .flatExtracting(Explanation::incidents)
        .hasSize(40);
  }

  /** The client sets a timeout of a minute, of which these servers say nothing. */
  @ParameterizedTest
  @EnumSource(
      value = Style.class,
      names = {"MARIADB", "MYSQL_5_7"})
  void sessionsThatAllEndAtOneRoundAgeSetTheirTimeout(Style style) {
    List<Explanation> round = closedAfter(style, i -> 60, 12);
    assertThat(round)
        .extracting(Explanation::rule, Explanation::cause, Explanation::certainty)
        .containsExactly(tuple("R12", Cause.IDLE_TIMEOUT, Certainty.LIKELY));
    assertThat(round.get(0).evidence()).contains("a wait_timeout of 60 for its sessions");
    assertThat(round.get(0).incidents()).hasSize(12);

    assertThat(closedAfter(style, i -> 60, 9)).as("few").allMatch(ReasonerTest::isDeadPath);
    assertThat(closedAfter(style, i -> 20 + 20 * i, 12))
        .as("of all ages")
        .allMatch(ReasonerTest::isDeadPath);
    assertThat(closedAfter(style, i -> 77, 12))
        .as("of one age that is not round")
        .allMatch(ReasonerTest::isDeadPath);
  }

  private static boolean isDeadPath(Explanation explanation) {
    return explanation.cause() == Cause.DEAD_PATH;
  }

  /** A refused login before and after each session's bounds its age to a few seconds. */
  private static List<Explanation> closedAfter(Style style, IntUnaryOperator seconds, int count) {
    SimulatedServer server = new SimulatedServer(style, EIGHT_HOURS);
    server.start(FROM.minus(Duration.ofDays(1)));
    for (int i = 0; i < count; i++) {
      Instant opened = FROM.plus(Duration.ofMinutes(37L * i));
      for (int beside = -1; beside <= 1; beside += 2) {
        server.add(
            opened.plusSeconds(beside),
            Duration.ofMillis(100),
            "check",
            "10.9.9.9",
            "",
            SimulatedServer.End.DENIED,
            Cause.WRONG_PASSWORD);
      }
      server.add(
          opened,
          Duration.ofSeconds(seconds.applyAsInt(i)),
          "app",
          "10.0.0.7",
          "shop",
          SimulatedServer.End.TIMEOUT,
          Cause.IDLE_TIMEOUT);
    }
    return Reasoner.explain(server.read(SETTINGS), SETTINGS).stream()
        .filter(explanation -> explanation.incidents().get(0).event().phase() == Phase.CLIENT)
        .toList();
  }

  /** Where one of fifty accounts loses a connection each second, nothing ends at once. */
  @Test
  void aSteadyStreamIsNoBurst() {
    SimulatedServer server = new SimulatedServer(Style.MARIADB, EIGHT_HOURS);
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      server.add(
          FROM.plusMillis(1000L * i + random.nextInt(900)),
          Duration.ofSeconds(30 + random.nextInt(300)),
          "app" + random.nextInt(50),
          "10.0.0." + random.nextInt(9),
          "shop",
          SimulatedServer.End.READ_ERROR,
          Cause.NOT_CLOSED);
    }

    assertThat(Tally.of(server, SETTINGS).wrong).isEmpty();
  }

  @Test
  void sessionsThatEndAtARestartAreNotTheClients() {
    SimulatedServer server = new SimulatedServer(Style.MYSQL_8_0, EIGHT_HOURS);
    server.start(FROM);
    server.add(
        FROM.plusSeconds(100),
        Duration.ofHours(1),
        "app",
        "10.0.0.7",
        "shop",
        SimulatedServer.End.READ_ERROR,
        Cause.SERVER_RESTART);
    server.start(FROM.plusSeconds(3720));

    assertThat(Reasoner.explain(server.read(SETTINGS), SETTINGS))
        .extracting(Explanation::rule, Explanation::cause)
        .containsExactly(tuple("R25", Cause.SERVER_RESTART));
  }

  /** How many events got the cause that they have. */
  private static final class Tally {
    private int right;
    private final List<String> wrong = new ArrayList<>();
    private final List<String> certainAndWrong = new ArrayList<>();

    static Tally of(SimulatedServer server, Settings settings) {
      Tally tally = new Tally();
      for (Explanation explanation : Reasoner.explain(server.read(settings), settings)) {
        for (Incident incident : explanation.incidents()) {
          Cause truth = server.truth(incident.event());
          if (truth == explanation.cause()) {
            tally.right++;
          } else {
            String said = truth + " called " + explanation.cause() + " by " + explanation.rule();
            tally.wrong.add(said);
            if (explanation.certainty() == Certainty.CERTAIN) {
              tally.certainAndWrong.add(said);
            }
          }
        }
      }
      return tally;
    }
  }
}
