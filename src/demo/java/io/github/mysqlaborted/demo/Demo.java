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
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The running demo: what it has started, and the causes that it provokes in turn. One thread runs
 * it, another may {@link #end} it.
 */
final class Demo implements AutoCloseable {
  /** The exit status after a Ctrl-C that came before anything was provoked. */
  static final int INTERRUPTED = 130;

  private static final int PREFERRED_PORT = 10104;
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration REPAINT = Duration.ofMillis(500);
  private static final Duration COUNT_LIMIT = Duration.ofMinutes(1);
  private static final Duration VERDICT_LIMIT = Duration.ofMinutes(5);
  private static final Duration CTRL_C_LIMIT = Duration.ofSeconds(5);

  private final DemoOptions options;
  private final Screen screen;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile int status = 1;
  private volatile boolean provoking;
  private volatile boolean ending;
  private boolean closed;

  Demo(DemoOptions options, Screen screen) {
    this.options = options;
    this.screen = screen;
  }

  /** Runs for as long as asked, and returns the exit status. */
  int run() throws IOException {
    try {
      status = runToTheVerdict();
      return status;
    } catch (IOException | RuntimeException e) {
      if (!provoking && isEndedWithin(CTRL_C_LIMIT)) {
        status = INTERRUPTED;
        return status;
      }
      throw e;
    } finally {
      over.countDown();
    }
  }

  /**
   * Whether a failure is the work of Ctrl-C. A terminal sends it to every process of the demo, and
   * one that was just being started may die of it before this one hears of it.
   */
  private boolean isEndedWithin(Duration limit) {
    return Await.within(limit, () -> ending);
  }

  private int runToTheVerdict() throws IOException {
    Path folder = WorkFolder.create("demo");
    started(() -> Trees.delete(folder));
    Server server = started(DemoServer.start(options.server(), screen));
    screen.say("error log " + server.errorLog());
    ExporterProcess exporter =
        started(
            ExporterProcess.watch(
                options.exporter(), FreePort.findPreferring(PREFERRED_PORT), server, folder));
    screen.say(
        "%s %s, metrics at %s; Ctrl-C ends it"
            .formatted(server.kind(), server.version(), exporter.address()));
    DemoAlerts alerts =
        started(DemoAlerts.start(folder.toAbsolutePath(), exporter.address(), screen));

    Tally tally = new Tally(server);
    provoking = true;
    provokeInTurn(server, exporter, alerts, tally);
    return verdict(server, exporter, alerts, tally);
  }

  private void provokeInTurn(
      Server server, ExporterProcess exporter, DemoAlerts alerts, Tally tally) {
    long begin = System.nanoTime();
    boolean each = false;
    while (true) {
      for (DemoCause cause : DemoCause.values()) {
        if (ending || (each && isOver(begin))) {
          return;
        }
        Faults.provoke(server, cause.fault());
        tally.provoked(server, cause);
        pause(exporter, alerts, tally);
        screen.fault(tally.line(server, cause, ServedCounts.of(exporter.scrape())));
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
    while (!ending && System.nanoTime() < end) {
      alerts.tell(screen);
      screen.show(tally, ServedCounts.of(exporter.scrape()));
      Await.within(REPAINT, () -> ending);
    }
  }

  private int verdict(Server server, ExporterProcess exporter, DemoAlerts alerts, Tally tally)
      throws IOException {
    Await.within(COUNT_LIMIT, () -> tally.difference(ServedCounts.of(exporter.scrape())).isEmpty());
    ServedCounts events = ServedCounts.of(exporter.scrape());
    alerts.tell(screen);
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
      closeAll();
      throw new IOException("the demo was ended");
    }
    return resource;
  }

  /**
   * Ends it from another thread, and returns when all that was started has ended. Where something
   * was provoked already, the running fault comes to its end and the verdict is given before.
   *
   * @return the exit status, if it came to one
   */
  OptionalInt end() {
    ending = true;
    try {
      Duration limit = provoking ? VERDICT_LIMIT : Duration.ZERO;
      boolean isOver = over.await(limit.toSeconds(), TimeUnit.SECONDS);
      return isOver ? OptionalInt.of(status) : OptionalInt.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
    } finally {
      close();
    }
  }

  /** Ends all that was started, the last first. */
  @Override
  public synchronized void close() {
    closed = true;
    closeAll();
  }

  private void closeAll() {
    screen.leave();
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
