package io.github.mysqlaborted.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** Shows the table: painted over itself on a terminal, else as lines when something is new. */
final class Screen {
  private static final String UP = "\u001b[%dA";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintStream out;
  private final boolean terminal;
  private int painted;

  Screen(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** One for standard output. */
  @SuppressWarnings("SystemOut") // The demo is for who looks at standard output.
  static Screen standard() throws IOException, InterruptedException {
    // System.console() tells of a terminal up to Java 21 only.
    Process test = new ProcessBuilder("test", "-t", "1").inheritIO().start();
    return new Screen(System.out, test.waitFor() == 0);
  }

  /** Prints a line that stays. */
  void say(String line) {
    out.println(line);
    painted = 0;
  }

  /** Tells of one fault; on a terminal, the table does. */
  void event(String line) {
    if (!terminal) {
      out.println(line);
    }
  }

  /** Paints the table anew on a terminal. */
  void repaint(Tally tally, LoggedEvents events) {
    if (terminal) {
      if (painted > 0) {
        out.printf(UP + CLEAR_BELOW, painted);
      }
      painted = print(tally, events);
    }
  }

  /** Prints the table where the terminal does not show it already. */
  void last(Tally tally, LoggedEvents events) {
    if (terminal) {
      repaint(tally, events);
    } else {
      print(tally, events);
    }
  }

  private int print(Tally tally, LoggedEvents events) {
    List<Tally.Row> rows = tally.rows();
    out.printf("%-8s %-22s %8s %8s  %s%n", "phase", "reason", "provoked", "counted", "by");
    for (Tally.Row row : rows) {
      String[] key = row.key().split("/", 2);
      out.printf(
          "%-8s %-22s %8d %8d  %s%n",
          key[0], key[1], row.provoked(), events.count(row.key()), String.join(", ", row.causes()));
    }
    out.flush();
    return rows.size() + 1;
  }
}
