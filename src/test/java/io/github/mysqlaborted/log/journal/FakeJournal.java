package io.github.mysqlaborted.log.journal;

import io.github.mysqlaborted.log.ByteFeed;
import io.github.mysqlaborted.log.FakeFeed;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Runs of {@code journalctl} that a test has laid out beforehand. */
final class FakeJournal implements Journal {

  final List<String> asked = new ArrayList<>();
  private final Deque<FakeFeed> runs = new ArrayDeque<>();

  FakeFeed run() {
    FakeFeed feed = new FakeFeed();
    runs.add(feed);
    return feed;
  }

  /** The entry with that number, as journalctl writes it. */
  static String entry(int number, String message) {
    return "{\"__CURSOR\":\"c%d\",\"__REALTIME_TIMESTAMP\":\"%d\",\"MESSAGE\":%s}\n"
        .formatted(number, 1_795_351_094_000_000L + number, message);
  }

  @Override
  public ByteFeed last() throws IOException {
    return next("last");
  }

  @Override
  public ByteFeed rest(String cursor) throws IOException {
    return next("rest " + cursor);
  }

  @Override
  public ByteFeed follow(String cursor) throws IOException {
    return next("follow " + cursor);
  }

  private ByteFeed next(String question) throws IOException {
    asked.add(question);
    if (runs.isEmpty()) {
      throw new IOException("no journalctl");
    }
    return runs.remove();
  }
}
