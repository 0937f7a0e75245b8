package io.github.mysqlaborted;

import io.github.mysqlaborted.config.ConfigException;
import io.github.mysqlaborted.web.Endpoint;
import io.github.mysqlaborted.web.Request;
import io.github.mysqlaborted.web.Response;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads option files, password and web configuration anew, on SIGHUP and {@code POST /-/reload}.
 * What cannot be honoured leaves everything as it is. One reload runs at a time and one waits,
 * which sees all that was written before it began; whoever asks meanwhile is turned away.
 * Thread-safe.
 */
final class Reloader implements Endpoint {

  private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);

  private static final int MOST_AT_ONCE = 2;

  /** Reads the configuration and takes it up, or leaves everything as it is. */
  interface Reading {

    /** Whether anything has changed. */
    boolean reload() throws ConfigException;
  }

  private final Reading reading;
  private final AtomicInteger asking = new AtomicInteger();
  private volatile boolean successful = true;

  Reloader(Reading reading) {
    this.reading = reading;
  }

  /** Whether the last reload, if there was one, took up what it read. */
  boolean isSuccessful() {
    return successful;
  }

  @Override
  public String method() {
    return "POST";
  }

  @Override
  public Response answer(Request request) {
    return reload();
  }

  /** Does it, and says what came of it. */
  Response reload() {
    try {
      return asking.incrementAndGet() > MOST_AT_ONCE
          ? Response.text(503, "A reload is in progress and another one is waiting.\n")
          : alone();
    } finally {
      asking.decrementAndGet();
    }
  }

  private synchronized Response alone() {
    try {
      boolean changed = reading.reload();
      successful = true;
      LOG.info("configuration reloaded: {}", changed ? "it has changed" : "nothing has changed");
      return Response.text(200, "Reloaded.\n");
    } catch (ConfigException e) {
      successful = false;
      LOG.error("configuration not reloaded: {}", e.getMessage());
      return Response.text(500, "Not reloaded: " + e.getMessage() + "\n");
    }
  }
}
