package io.github.mysqlaborted.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Bytes that a test gives, when it gives them. */
public final class FakeFeed implements ByteFeed {

  private final Deque<byte[]> chunks = new ArrayDeque<>();
  private boolean ending;
  private boolean failed;
  public boolean closed;
  public Optional<String> complaint = Optional.empty();

  public FakeFeed give(String text) {
    chunks.add(text.getBytes(UTF_8));
    return this;
  }

  public FakeFeed end() {
    ending = true;
    return this;
  }

  public FakeFeed endWith(String reason) {
    complaint = Optional.of(reason);
    failed = true;
    return end();
  }

  @Override
  public Optional<byte[]> poll() {
    return Optional.ofNullable(chunks.poll());
  }

  @Override
  public boolean isEnded() {
    return ending && chunks.isEmpty();
  }

  @Override
  public boolean isFailed() {
    return failed;
  }

  @Override
  public Optional<String> complaint() {
    return complaint;
  }

  @Override
  public void close() {
    closed = true;
  }
}
