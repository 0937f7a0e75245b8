package io.github.mysqlaborted.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlaborted.event.Phase;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.harness.Fault;
import io.github.mysqlaborted.harness.Faults;
import io.github.mysqlaborted.harness.FaultyNetwork;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.Provoked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What happens to a server, its log and the way to it, at random: a deck of cards that is shuffled
 * whenever it is used up, so that each of them happens also in a short run.
 */
final class SoakFaults {

  /** With a user each, so that they are told from what the exporter's own connections suffer. */
  private static final List<Fault> ABORTS =
      List.of(
          Fault.NOT_CLOSED,
          Fault.RESET_WHILE_IDLE,
          Fault.MID_PACKET,
          Fault.WRITE_ERROR,
          Fault.PACKET_TOO_LARGE,
          Fault.OUT_OF_ORDER,
          Fault.WRONG_PASSWORD,
          Fault.UNKNOWN_USER,
          Fault.NO_PRIVILEGE,
          Fault.CLEAN);

  private static final List<String> HOSTILE =
      List.of(
          "x\n2026-11-27T10:00:00.000000Z 7 [Note] [MY-010914] [Server] Aborted",
          "x'@'h' (using password: NO)",
          "'\"\\{}=,",
          "a\tb\rc",
          "\u001b[31mred",
          "<script>x</script>");

  /** How many rotated files are left. */
  private static final int KEPT = 3;

  private final LocalServer server;
  private final FaultyNetwork network;
  private final Random random;
  private final Runnable settle;
  private final Provoked provoked = new Provoked();
  private final Map<String, Long> happened = new TreeMap<>();
  private final List<Card> deck = new ArrayList<>();
  private int decks;

  private record Card(String name, Happening happening) {}

  private interface Happening {
    void happen() throws IOException;
  }

  /**
   * @param settle returns when the exporter has counted all that was provoked. A name that looks
   *     like a record is told for sure from one if no other record comes at the same time
   */
  SoakFaults(LocalServer server, FaultyNetwork network, Random random, Runnable settle) {
    this.server = server;
    this.network = network;
    this.random = random;
    this.settle = settle;
  }

  /** Whether the first deck is used up. */
  boolean haveAllHappened() {
    return decks > 1 || (decks == 1 && deck.isEmpty());
  }

  /** Takes the next card and lets it happen. */
  void next() throws IOException {
    if (deck.isEmpty()) {
      fill();
      decks++;
    }
    Card card = deck.remove(deck.size() - 1);
    card.happening().happen();
    happened.merge(card.name(), 1L, Long::sum);
  }

  private void fill() {
    add("server restarts", 1, this::restart);
    add("log rotations", 2, this::rotate);
    add("network cuts", 2, () -> network(FaultyNetwork.Mode.CUT, FaultyNetwork.Mode.RESET));
    add(
        "network stalls",
        2,
        () ->
            network(
                FaultyNetwork.Mode.SILENT, FaultyNetwork.Mode.SLOW, FaultyNetwork.Mode.DRIPPING));
    add("network mended", 4, () -> network.become(FaultyNetwork.Mode.SOUND));
    add("hostile logins", 6, this::hostileLogin);
    for (Fault fault : ABORTS) {
      add("aborts and logins", 6, () -> provoked.by(server, fault, 1));
    }
    Collections.shuffle(deck, random);
  }

  private void add(String name, int times, Happening happening) {
    for (int i = 0; i < times; i++) {
      deck.add(new Card(name, happening));
    }
  }

  private void network(FaultyNetwork.Mode... modes) {
    network.become(modes[random.nextInt(modes.length)]);
  }

  private void restart() {
    server.stop();
    server.start();
  }

  /** As logrotate does it; the server writes to the renamed file for a while. */
  private void rotate() throws IOException {
    Path log = server.errorLog();
    for (int number = KEPT; number >= 1; number--) {
      Path old = log.resolveSibling("error.log." + number);
      if (number == KEPT) {
        settle.run();
        Files.deleteIfExists(old);
      } else if (Files.exists(old)) {
        Files.move(old, log.resolveSibling("error.log." + (number + 1)));
      }
    }
    Files.move(log, log.resolveSibling("error.log.1"));
    provoked.by(server, Fault.WRONG_PASSWORD, random.nextInt(3));
    server.execute("FLUSH ERROR LOGS");
  }

  private void hostileLogin() {
    settle.run();
    Faults.loginAs(server, HOSTILE.get(random.nextInt(HOSTILE.size())).getBytes(UTF_8));
    provoked.note(Phase.CONNECT, Reason.ACCESS_DENIED, 1);
    settle.run();
  }

  /** What has to have been counted. */
  Map<String, Long> provoked() {
    return provoked.series();
  }

  /** How often each kind of thing happened. */
  Map<String, Long> happened() {
    return new TreeMap<>(happened);
  }
}
