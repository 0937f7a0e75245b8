package io.github.mysqlaborted.check;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a {@link SelfCheck} look, and say in the exporter's log what it finds, without a scrape. */
public final class CheckTimer implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(CheckTimer.class);
  private static final Duration EVERY = Duration.ofSeconds(15);

  private final SelfCheck check;
  private final CountDownLatch stop = new CountDownLatch(1);

  private CheckTimer(SelfCheck check) {
    this.check = check;
  }

  /** Starts a thread that looks every quarter of a minute. */
  public static CheckTimer start(SelfCheck check) {
    CheckTimer timer = new CheckTimer(check);
    Thread thread = new Thread(timer::run, "self-check");
    thread.setDaemon(true);
    thread.start();
    return timer;
  }

  private void run() {
    try {
      while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      check.findings();
    } catch (RuntimeException e) {
      LOG.error("the self-check of the log failed; please report this as a bug", e);
    }
  }

  @Override
  public void close() {
    stop.countDown();
  }
}
