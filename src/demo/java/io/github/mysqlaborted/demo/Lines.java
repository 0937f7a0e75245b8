package io.github.mysqlaborted.demo;

import java.io.PrintStream;

/** A line for each thing that is new, for a file or a pipe. */
final class Lines implements Screen {
  private final PrintStream out;

  Lines(PrintStream out) {
    this.out = out;
  }

  @Override
  public void say(String line) {
    out.println(line);
  }

  @Override
  public void fault(String line) {
    out.println(line);
  }

  @Override
  public void notify(Notification notification) {
    out.println(notification.headline());
    if (!notification.resolved()) {
      notification.details().forEach(detail -> out.println("  " + detail));
    }
  }

  /** Who reads lines has been told of each fault. */
  @Override
  public void show(Tally tally, ServedCounts events) {}

  @Override
  public void last(Tally tally, ServedCounts events) {
    tally.table(events).forEach(out::println);
  }

  @Override
  public void leave() {
    out.flush();
  }
}
