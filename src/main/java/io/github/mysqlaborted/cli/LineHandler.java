package io.github.mysqlaborted.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Hands messages to a {@link LineWriter}. Only an error is waited for, a second at most: the
 * process may end right after it.
 */
final class LineHandler extends Handler {

  private final LineWriter writer;

  LineHandler(LineWriter writer, Formatter formatter) {
    this.writer = writer;
    setFormatter(formatter);
    writer.sayDroppedAs(number -> formatter.format(dropped(number)));
  }

  @Override
  public void publish(LogRecord message) {
    if (!isLoggable(message)) {
      return;
    }
    byte[] line;
    try {
      line = getFormatter().format(message).getBytes(UTF_8);
    } catch (RuntimeException e) {
      reportError(null, e, ErrorManager.FORMAT_FAILURE);
      return;
    }
    writer.write(line);
    if (message.getLevel().intValue() >= Level.SEVERE.intValue()) {
      flush();
    }
  }

  @Override
  public void flush() {
    writer.await(StandardError.LONGEST_WAIT);
  }

  @Override
  public void close() {
    flush();
  }

  private static LogRecord dropped(long number) {
    LogRecord message =
        new LogRecord(
            Level.WARNING, number + " messages dropped: standard error was not read in time");
    message.setLoggerName(LineHandler.class.getName());
    return message;
  }
}
