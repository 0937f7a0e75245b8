package io.github.mysqlaborted.cli;

import io.github.mysqlaborted.config.ExporterConfig.Logging;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Sends the exporter's own log to standard error, one line a message. */
public final class LogSetup {

  /** The JDK forgets the level of a logger that nobody holds. */
  private static Logger own;

  private LogSetup() {}

  /**
   * Takes the place of whatever the JDK's logging was set to. Call it before the first logger is
   * made.
   *
   * @param logging of the exporter; libraries say no less important things than at level {@code
   *     info}, since at {@code debug} some tell what goes over the wire
   */
  public static void apply(Logging logging) {
    System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
    Handler handler =
        new LineHandler(StandardError.writer(), new LogLineFormatter(logging.format()));
    handler.setLevel(Level.ALL);
    Logger root = withoutHandlers();
    root.addHandler(handler);
    Level level = level(logging.level());
    root.setLevel(level.intValue() < Level.INFO.intValue() ? Level.INFO : level);
    own = Logger.getLogger("io.github.mysqlaborted");
    own.setLevel(level);
  }

  /** Says nothing, for what says all in one line of its own. */
  public static void silence() {
    withoutHandlers();
  }

  private static Logger withoutHandlers() {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    return root;
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
