package io.github.mysqlaborted;

import io.github.mysqlaborted.config.ConfigException;
import io.github.mysqlaborted.web.Page;
import io.github.mysqlaborted.web.Request;
import io.github.mysqlaborted.web.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /-/reload}: reads option files and password anew. What cannot be honoured leaves
 * everything as it is. Thread-safe.
 */
final class Reloader implements Page {

  private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);

  /** Reads the configuration and takes it up, or leaves everything as it is. */
  interface Reading {
    void reload() throws ConfigException;
  }

  private final Reading reading;
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
  public synchronized Response answer(Request request) {
    try {
      reading.reload();
      successful = true;
      LOG.info("configuration reloaded");
      return Response.text(200, "Reloaded.\n");
    } catch (ConfigException e) {
      successful = false;
      LOG.error("configuration not reloaded: {}", e.getMessage());
      return Response.text(500, "Not reloaded: " + e.getMessage() + "\n");
    }
  }
}
