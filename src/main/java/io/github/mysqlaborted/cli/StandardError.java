package io.github.mysqlaborted.cli;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Standard error, where nobody waits longer than a second for a reader. Takes the place of {@link
 * System#err}, which libraries write to as well.
 */
public final class StandardError {

  /** Long enough for a busy machine, short enough for the end of a process. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private static final LineWriter WRITER =
      LineWriter.start(new FileOutputStream(FileDescriptor.err));

  private StandardError() {}

  /** From now on {@link System#err} is this. */
  public static void install() {
    System.setErr(new PrintStream(new Lines(WRITER), true, StandardCharsets.UTF_8));
  }

  /** Waits until all that was said is written, if that takes no longer than a second. */
  public static void flush() {
    WRITER.await(LONGEST_WAIT);
  }

  static LineWriter writer() {
    return WRITER;
  }

  /** Hands on what is printed when it is flushed, and waits for it: it may be the last word. */
  static final class Lines extends ByteArrayOutputStream {
    private final LineWriter writer;

    Lines(LineWriter writer) {
      this.writer = writer;
    }

    @Override
    public synchronized void flush() {
      if (size() > 0) {
        writer.write(toByteArray());
        reset();
        writer.await(LONGEST_WAIT);
      }
    }
  }
}
