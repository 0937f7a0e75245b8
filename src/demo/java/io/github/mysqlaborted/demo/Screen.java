package io.github.mysqlaborted.demo;

import java.io.IOException;

/** What who watches the demo sees. */
interface Screen {

  /** One for standard output: painted over again and again on a terminal, else lines. */
  @SuppressWarnings("SystemOut") // The demo is for who looks at standard output.
  static Screen standard() throws IOException, InterruptedException {
    // System.console() tells of a terminal up to Java 21 only.
    Process test = new ProcessBuilder("test", "-t", "1").inheritIO().start();
    boolean canPaint = test.waitFor() == 0 && !"dumb".equals(System.getenv("TERM"));
    return canPaint ? new PaintedScreen(System.out, TerminalSize::now) : new Lines(System.out);
  }

  /** Says something that stays. */
  void say(String line);

  /** Tells what came of one more of a fault. */
  void fault(String line);

  /** Tells that an alert fires, or fires no more. */
  void notify(Notification notification);

  /** Shows how all stands now. */
  void show(Tally tally, ServedCounts events);

  /** Shows how all stood at the end. */
  void last(Tally tally, ServedCounts events);

  /** Leaves the terminal as it was. */
  void leave();
}
