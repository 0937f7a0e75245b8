package io.github.mysqlaborted;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlaborted.cli.StandardError;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when one of its threads dies, whatever it dies of: without its reader, its web
 * server or its calls of MySQL the exporter would look well and tell nothing. It says so in one
 * line on standard error. Nothing is closed in order, since after an {@link OutOfMemoryError} or a
 * {@link NoClassDefFoundError} nothing can be relied on; what was counted is on the disk already.
 *
 * <p>The thread that dies writes the line, and another that was started before ends the process if
 * the line cannot be written, such as to a pipe that nobody reads.
 */
final class LastWords implements Thread.UncaughtExceptionHandler {

  /** The exit status; that of {@code -XX:+ExitOnOutOfMemoryError} too. */
  static final int STATUS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(LastWords.class);

  private static final long SECONDS_TO_SPEAK = 5;

  private static final byte[] SHORT =
      ("mysql-aborted-exporter: a thread died, exit status " + STATUS + "\n").getBytes(UTF_8);

  /** Given up for the line, when the memory is full. */
  private static final int RESERVE_BYTES = 512 * 1024;

  private final AtomicReference<byte[]> reserve = new AtomicReference<>(new byte[RESERVE_BYTES]);
  private final AtomicBoolean dying = new AtomicBoolean();
  private final CountDownLatch death = new CountDownLatch(1);

  private LastWords() {}

  /** From now on the death of a thread is that of the process. */
  static void install() {
    LastWords words = new LastWords();
    Thread guard = new Thread(words::guard, "last-words");
    guard.setDaemon(true);
    guard.start();
    Thread.setDefaultUncaughtExceptionHandler(words);
  }

  /** From now on it is not, since the process is ending. */
  static void remove() {
    Thread.setDefaultUncaughtExceptionHandler(null);
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    if (!dying.compareAndSet(false, true)) {
      return;
    }
    reserve.set(SHORT);
    death.countDown();
    try {
      LOG.error("thread {} died, exit status {}", thread.getName(), STATUS, thrown);
      StandardError.flush();
    } catch (Throwable e) {
      say(thread, thrown);
    } finally {
      Runtime.getRuntime().halt(STATUS);
    }
  }

  /** Says it without the logger, which may lack memory or a class. */
  private static void say(Thread thread, Throwable thrown) {
    byte[] line = SHORT;
    try {
      String text =
          "mysql-aborted-exporter: thread %s died of %s, exit status %d"
              .formatted(thread.getName(), thrown, STATUS);
      line = (text.replaceAll("\\p{Cntrl}", "?") + "\n").getBytes(UTF_8);
    } catch (Throwable e) {
      line = SHORT;
    }
    try (FileOutputStream out = new FileOutputStream(FileDescriptor.err)) {
      out.write(line);
    } catch (IOException e) {
      return;
    }
  }

  private void guard() {
    try {
      death.await();
      TimeUnit.SECONDS.sleep(SECONDS_TO_SPEAK);
      Runtime.getRuntime().halt(STATUS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
