package io.github.mysqlaborted.log;

/** Does what another consumer does, but for what a test overrides. */
public class DelegatingConsumer implements LineConsumer {

  private final LineConsumer other;

  public DelegatingConsumer(LineConsumer other) {
    this.other = other;
  }

  @Override
  public LineKind classify(byte[] buffer, int from, int to) {
    return other.classify(buffer, from, to);
  }

  @Override
  public void line(byte[] buffer, int from, int to, long offset, boolean truncated) {
    other.line(buffer, from, to, offset, truncated);
  }

  @Override
  public void rubbish() {
    other.rubbish();
  }

  @Override
  public void atRest() {
    other.atRest();
  }

  @Override
  public long heldFrom() {
    return other.heldFrom();
  }

  @Override
  public void endOfFile() {
    other.endOfFile();
  }
}
