package io.github.mysqlaborted.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is on a terminal of whatever size. */
final class PaintingTest {
  private static final List<String> SAID =
      List.of("error log " + "/long".repeat(30), "metrics at x; Ctrl-C ends it", "Prometheus at y");
  private static final List<String> TABLE =
      IntStream.range(0, 10).mapToObj(i -> "row " + i + " " + "x".repeat(75)).toList();

  private static Notification firing(int number) {
    return new Notification(
        false,
        "WARNING",
        "Alert" + number,
        "summary that is not short",
        List.of("evidence:  " + "word ".repeat(40).strip(), "do first:  this", "runbook:   url"));
  }

  private static List<Notification> firing(int from, int to) {
    return IntStream.range(from, to).mapToObj(PaintingTest::firing).toList();
  }

  private static List<String> painted(int columns, int rows, List<Notification> notifications) {
    return new Painting(new TerminalSize(columns, rows), SAID, TABLE, notifications).lines();
  }

  @Test
  void fitsOnATerminalOfAnySize() {
    for (int columns = 1; columns < 200; columns += 3) {
      for (int rows = 1; rows < 80; rows++) {
        for (int notifications = 0; notifications < 12; notifications += 3) {
          int width = columns;
          assertThat(painted(columns, rows, firing(0, notifications)))
              .hasSizeBetween(1, rows)
              .allMatch(line -> line.length() <= width);
        }
      }
    }
  }

  @Test
  void keepsAllNotificationsInViewBesideTheTable() {
    List<String> lines = painted(80, 24, firing(0, 9));

    assertThat(lines).containsAll(TABLE.stream().map(row -> row.substring(0, 77) + "...").toList());
    assertThat(lines).contains("notifications: 9 firing, 0 resolved");
    assertThat(lines.stream().filter(line -> line.startsWith("WARNING ")).toList())
        .hasSize(9)
        .first()
        .isEqualTo("WARNING   Alert8: summary that is not short");
    assertThat(lines.get(lines.size() - 1)).startsWith("Ctrl-C ends it");
  }

  @Test
  void showsEvidenceAndWhatToDoOfTheNewestWhereThereIsRoom() {
    List<String> lines = painted(120, 40, firing(0, 9));

    assertThat(String.join("\n", lines))
        .contains(
            """
            WARNING   Alert8: summary that is not short
              evidence:  word word word word word word word word word word word word word word word word word word word word word
                        word word word word word word word word word word word word word word word word word word word
              do first:  this
              runbook:   url
            """
                .stripTrailing())
        .contains("\nmetrics at x; Ctrl-C ends it\n");
  }

  @Test
  void tellsAnAlertThatHasEndedAsThat() {
    Notification ended = new Notification(true, "WARNING", "Alert1", "summary", List.of());

    assertThat(painted(80, 24, List.of(ended, firing(2))))
        .contains("notifications: 1 firing, 1 resolved", "RESOLVED  Alert1: summary");
  }

  @Test
  void letsNoControlCharacterThrough() {
    Notification hostile =
        new Notification(
            false, "INFO", "Alert", "a\u001b[2J\u0007\u009b\u202eb", List.of("x\ny\rz"));

    assertThat(String.join("", painted(80, 40, List.of(hostile))))
        .contains("a?[2J???b", "x?y?z")
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
  }

  @ParameterizedTest
  @CsvSource({"'24 80\n', 80, 24", "'40 120', 120, 40", "'0 0', 80, 24", "'', 80, 24"})
  void readsWhatSttySays(String said, int columns, int rows) {
    assertThat(TerminalSize.parse(said)).isEqualTo(new TerminalSize(columns, rows));
  }

  @Test
  void paintsOverItselfThroughResizesAndLeavesTheTerminalAsItWas() {
    TerminalSize size = new TerminalSize(80, 24);
    AtomicReference<TerminalSize> now = new AtomicReference<>(size);
    VirtualTerminal terminal = new VirtualTerminal(size);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    PaintedScreen screen = new PaintedScreen(out, now::get);
    screen.say("before");
    firing(0, 9).forEach(screen::notify);
    for (int columns : List.of(80, 80, 80, 40, 40, 120, 80)) {
      now.set(new TerminalSize(columns, 24));
      screen.paint(TABLE);
      terminal.write(taken(bytes));
      terminal.resize(now.get());
      screen.paint(TABLE);
      terminal.write(taken(bytes));

      assertThat(terminal.lines()).isEqualTo(padded(painted(columns, 24)));
    }
    screen.say("meanwhile");
    assertThat(bytes.size()).isZero();

    screen.leave();
    terminal.write(taken(bytes));
    assertThat(terminal.lines().subList(0, 3)).containsExactly("before", "meanwhile", "");
  }

  private static List<String> painted(int columns, int rows) {
    return new Painting(new TerminalSize(columns, rows), List.of("before"), TABLE, firing(0, 9))
        .lines();
  }

  private static List<String> padded(List<String> lines) {
    return IntStream.range(0, 24).mapToObj(i -> i < lines.size() ? lines.get(i) : "").toList();
  }

  private static String taken(ByteArrayOutputStream bytes) {
    String taken = bytes.toString(StandardCharsets.UTF_8).replace("\n", "\r\n");
    bytes.reset();
    return taken.replace("\r\r\n", "\r\n");
  }
}
