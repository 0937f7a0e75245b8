package io.github.mysqlaborted.demo;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.Faults;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.Server;
import io.github.mysqlaborted.harness.Trees;
import io.github.mysqlaborted.harness.WorkFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Stream;

/** The running demo: what it has started, and the causes that it provokes in turn. */
final class Demo implements AutoCloseable {
  private static final int PREFERRED_PORT = 10104;
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration REPAINT = Duration.ofMillis(500);
  private static final Duration COUNT_LIMIT = Duration.ofSeconds(10);

  private final DemoOptions options;
  private final Screen screen;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private volatile boolean closed;

  Demo(DemoOptions options, Screen screen) {
    this.options = options;
    this.screen = screen;
  }

  /** Runs for as long as asked, and returns the exit status. */
  int run() throws IOException {
    Path folder = WorkFolder.create("demo");
    started(() -> Trees.delete(folder));
    Server server = started(DemoServer.start(options.server(), screen));
    screen.say(server.kind() + " " + server.version() + ", error log " + server.errorLog());
    ExporterProcess exporter =
        started(
            ExporterProcess.watch(
                options.exporter(), FreePort.findPreferring(PREFERRED_PORT), server, folder));
    screen.say("metrics at " + exporter.address());

    DemoAlerts alerts =
        started(DemoAlerts.start(folder.toAbsolutePath(), exporter.address(), screen));

    Tally tally = new Tally(server);
    provokeInTurn(server, exporter, alerts, tally);
    return verdict(server, exporter, tally);
  }

  private void provokeInTurn(
      Server server, ExporterProcess exporter, DemoAlerts alerts, Tally tally) {
    long begin = System.nanoTime();
    boolean each = false;
    while (!closed) {
      for (DemoCause cause : DemoCause.values()) {
        if (each && isOver(begin)) {
          return;
        }
        Faults.provoke(server, cause.fault());
        tally.provoked(server, cause);
        pause(exporter, alerts, tally);
        screen.event(tally.line(server, cause, LoggedEvents.of(exporter.scrape())));
      }
      each = true;
    }
  }

  private boolean isOver(long begin) {
    return options
        .duration()
        .map(duration -> System.nanoTime() - begin >= duration.toNanos())
        .orElse(false);
  }

  private void pause(ExporterProcess exporter, DemoAlerts alerts, Tally tally) {
    long end = System.nanoTime() + PAUSE.toNanos();
    while (!closed && System.nanoTime() < end) {
      alerts.tell(screen);
      screen.repaint(tally, LoggedEvents.of(exporter.scrape()));
      Await.within(REPAINT, () -> closed);
    }
  }

  private int verdict(Server server, ExporterProcess exporter, Tally tally) throws IOException {
    Await.within(COUNT_LIMIT, () -> tally.difference(LoggedEvents.of(exporter.scrape())).isEmpty());
    LoggedEvents events = LoggedEvents.of(exporter.scrape());
    screen.last(tally, events);
    Optional<String> difference = tally.difference(events);
    if (difference.isEmpty()) {
      screen.say("each provoked cause was counted under its reason, and nothing else was");
      return 0;
    }
    screen.say("differs: " + difference.get());
    screen.say("what the server logged of it:");
    try (Stream<String> lines = Files.lines(server.errorLog(), StandardCharsets.ISO_8859_1)) {
      lines.filter(Demo::saysAbort).forEach(screen::say);
    }
    return 1;
  }

  private static boolean saysAbort(String line) {
    return line.contains("borted connection") || line.contains("Access denied");
  }

  /** Remembers what has to be closed; closes it at once if the demo is ending already. */
  private synchronized <T extends AutoCloseable> T started(T resource) throws IOException {
    started.push(resource);
    if (closed) {
      close();
      throw new IOException("the demo was ended");
    }
    return resource;
  }

  boolean isClosed() {
    return closed;
  }

  /** Ends all that was started, the last first. */
  @Override
  public synchronized void close() {
    closed = true;
    while (!started.isEmpty()) {
      AutoCloseable resource = started.pop();
      try {
        resource.close();
      } catch (Exception e) {
        screen.say("cannot end " + resource + ": " + e.getMessage());
      }
    }
  }
}
