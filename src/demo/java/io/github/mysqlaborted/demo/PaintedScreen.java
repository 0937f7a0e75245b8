package io.github.mysqlaborted.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Paints a terminal as a whole, on its alternate screen, so that what was on it comes back in the
 * end. It is asked for its size each time. Thread-safe.
 */
final class PaintedScreen implements Screen {
  private static final String ALTERNATE = "\u001b[?1049h";
  private static final String USUAL = "\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintStream out;
  private final Supplier<TerminalSize> size;
  private final List<String> said = new ArrayList<>();

  /** What was said while it was painted on the alternate screen. */
  private final List<String> unheard = new ArrayList<>();

  private final List<Notification> came = new ArrayList<>();

  /** The last of each alert, in the order in which they came. */
  private final Map<String, Notification> latest = new LinkedHashMap<>();

  private boolean painting;

  PaintedScreen(PrintStream out, Supplier<TerminalSize> size) {
    this.out = out;
    this.size = size;
  }

  @Override
  public synchronized void say(String line) {
    said.add(line);
    if (painting) {
      unheard.add(line);
    } else {
      out.println(line);
    }
  }

  /** The table tells of it. */
  @Override
  public void fault(String line) {}

  @Override
  public synchronized void notify(Notification notification) {
    came.add(notification);
    latest.remove(notification.name());
    latest.put(notification.name(), notification);
  }

  @Override
  public void show(Tally tally, ServedCounts events) {
    paint(tally.table(events));
  }

  synchronized void paint(List<String> table) {
    StringBuilder painted = new StringBuilder(painting ? HOME : ALTERNATE + HOME);
    painting = true;
    List<String> lines =
        new Painting(size.get(), said, table, List.copyOf(latest.values())).lines();
    // What clears comes first: behind a line that fills the width, it would clear its end.
    for (int i = 0; i < lines.size() - 1; i++) {
      painted.append(CLEAR_LINE).append(lines.get(i)).append("\r\n");
    }
    out.print(painted.append(CLEAR_BELOW).append(lines.get(lines.size() - 1)));
    out.flush();
  }

  /** On the usual screen, where it stays, with all notifications at full length. */
  @Override
  public synchronized void last(Tally tally, ServedCounts events) {
    leave();
    Lines lines = new Lines(out);
    came.forEach(lines::notify);
    lines.last(tally, events);
  }

  @Override
  public synchronized void leave() {
    if (painting) {
      painting = false;
      out.print(USUAL);
      unheard.forEach(out::println);
      unheard.clear();
    }
    out.flush();
  }
}
