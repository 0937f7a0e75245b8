package io.github.mysqlaborted.cli;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.mysqlaborted.config.ExporterConfig.Logging.Format;
import io.github.mysqlaborted.event.HiddenCharacters;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * One log message in one line, and with it the stack trace if there is one, escaped.
 *
 * <pre>{@code
 * time=2026-11-22T12:00:00.123Z level=info logger=LogTailer msg="reading the log again"
 * {"time":"2026-11-22T12:00:00.123Z","level":"info","logger":"LogTailer","msg":"..."}
 * }</pre>
 */
final class LogLineFormatter extends Formatter {

  /** Room for the longest stack trace that is of use. */
  private static final int LONGEST_TEXT = 32 * 1024;

  private final Format shape;

  LogLineFormatter(Format shape) {
    this.shape = shape;
  }

  @Override
  public String format(LogRecord message) {
    StringBuilder line = new StringBuilder(160);
    String logger = String.valueOf(message.getLoggerName());
    switch (shape) {
      case LOGFMT ->
          line.append("time=")
              .append(message.getInstant().truncatedTo(ChronoUnit.MILLIS))
              .append(" level=")
              .append(level(message.getLevel()))
              .append(" logger=")
              .append(logger.substring(logger.lastIndexOf('.') + 1))
              .append(" msg=");
      case JSON ->
          line.append("{\"time\":\"")
              .append(message.getInstant().truncatedTo(ChronoUnit.MILLIS))
              .append("\",\"level\":\"")
              .append(level(message.getLevel()))
              .append("\",\"logger\":\"")
              .append(logger.substring(logger.lastIndexOf('.') + 1))
              .append("\",\"msg\":");
    }
    appendQuoted(line, formatMessage(message));
    if (message.getThrown() != null) {
      line.append(shape == Format.JSON ? ",\"err\":" : " err=");
      appendQuoted(line, stackTrace(message.getThrown()));
    }
    return line.append(shape == Format.JSON ? "}\n" : "\n").toString();
  }

  /** What is not seen or would steer a terminal is escaped too, as JSON does with others. */
  private static void appendQuoted(StringBuilder line, String text) {
    String cut =
        text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + " [cut off]";
    line.append('"');
    new String(JsonStringEncoder.getInstance().quoteAsString(cut))
        .codePoints()
        .forEach(character -> append(line, character));
    line.append('"');
  }

  private static void append(StringBuilder line, int character) {
    if (HiddenCharacters.contain(character)) {
      for (char unit : Character.toChars(character)) {
        line.append(String.format("\\u%04X", (int) unit));
      }
    } else {
      line.appendCodePoint(character);
    }
  }

  private static String stackTrace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  private static String level(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "error";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "warn";
    }
    return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
  }
}
