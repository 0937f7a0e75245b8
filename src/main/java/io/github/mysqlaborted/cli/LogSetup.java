package io.github.mysqlaborted.cli;

import io.github.mysqlaborted.config.ExporterConfig.Logging;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Sends the exporter's own log to standard error, one line a message. */
public final class LogSetup {

  private LogSetup() {}

  /** Takes the place of whatever the JDK's logging was set to. */
  public static void apply(Logging logging) {
    LogManager.getLogManager().reset();
    Handler handler = new ConsoleHandler();
    handler.setFormatter(new LogLineFormatter(logging.format()));
    handler.setLevel(Level.ALL);
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    root.setLevel(level(logging.level()));
  }

  /** Says nothing, for what says all in one line of its own. */
  public static void silence() {
    LogManager.getLogManager().reset();
  }

  private static Level level(Logging.Level level) {
    return switch (level) {
      case DEBUG -> Level.FINE;
      case INFO -> Level.INFO;
      case WARN -> Level.WARNING;
      case ERROR -> Level.SEVERE;
    };
  }
}
