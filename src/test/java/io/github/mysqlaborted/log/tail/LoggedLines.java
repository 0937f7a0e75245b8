package io.github.mysqlaborted.log.tail;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class says in the exporter's own log, at level {@code info} and above. */
public final class LoggedLines extends Handler implements AutoCloseable {

  private final Logger logger;
  private final List<String> lines = new ArrayList<>();

  private LoggedLines(Class<?> owner) {
    logger = Logger.getLogger(owner.getName());
    logger.setUseParentHandlers(false);
    logger.addHandler(this);
  }

  public static LoggedLines of(Class<?> owner) {
    return new LoggedLines(owner);
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() >= Level.INFO.intValue()) {
      lines.add(record.getMessage());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
