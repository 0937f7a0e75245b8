package io.github.mysqlaborted.log.stream;

import io.github.mysqlaborted.log.ByteFeed;
import io.github.mysqlaborted.log.LineConsumer;
import io.github.mysqlaborted.log.LineReader;
import io.github.mysqlaborted.log.PumpedStream;
import io.github.mysqlaborted.log.TailStatistics;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a log that comes as a stream and cannot be read again. When the stream ends, so does the
 * log.
 *
 * <p>Not thread-safe; {@link #poll} never waits.
 */
public final class StreamTailer implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(StreamTailer.class);

  /** How much one poll reads at most, so that what was read is shown now and then. */
  private static final int POLL_CHUNKS = 64;

  private final String name;
  private final ByteFeed feed;
  private final LineConsumer consumer;
  private final InstantSource clock;
  private final LineReader lines;
  private TailStatistics statistics = TailStatistics.NONE;
  private Instant lastRead = Instant.EPOCH;
  private boolean ended;

  StreamTailer(String name, ByteFeed feed, LineConsumer consumer, InstantSource clock) {
    this.name = name;
    this.feed = feed;
    this.consumer = consumer;
    this.clock = clock;
    this.lines = new LineReader(consumer);
  }

  /**
   * Begins to read, on a thread of its own.
   *
   * @param name what the stream is called in the exporter's own log
   */
  public static StreamTailer start(
      String name, InputStream stream, LineConsumer consumer, InstantSource clock) {
    return new StreamTailer(name, PumpedStream.start("stream-reader", stream), consumer, clock);
  }

  /** Goes on with the counters of another stream's reading. */
  public void restore(TailStatistics counters) {
    consumer.endOfFile();
    statistics = counters;
  }

  /**
   * Takes what has come, up to a limit.
   *
   * @return whether there may be more at once
   */
  public boolean poll() {
    if (ended) {
      return false;
    }
    int chunks = 0;
    while (chunks < POLL_CHUNKS) {
      Optional<byte[]> chunk = feed.poll();
      if (chunk.isEmpty()) {
        break;
      }
      lines.accept(chunk.get());
      statistics = statistics.plusRead(chunk.get().length);
      chunks++;
    }
    if (chunks == 0 && feed.isEnded()) {
      lines.finish();
      consumer.endOfFile();
      ended = true;
      LOG.warn("no longer reading {}: {}", name, feed.complaint().orElse("end of input"));
      return false;
    }
    if (chunks == 0) {
      consumer.atRest();
    }
    lastRead = clock.instant();
    return chunks == POLL_CHUNKS;
  }

  /** Whether the stream goes on. */
  public boolean isReadable() {
    return !ended && !lastRead.equals(Instant.EPOCH);
  }

  /** When the stream was last looked at while it went on, or the epoch. */
  public Instant lastRead() {
    return lastRead;
  }

  public TailStatistics statistics() {
    return statistics;
  }

  @Override
  public void close() throws IOException {
    feed.close();
  }
}
