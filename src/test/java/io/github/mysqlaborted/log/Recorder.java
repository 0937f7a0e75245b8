package io.github.mysqlaborted.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** Takes every line as a record of its own, and keeps it as text. */
public class Recorder implements LineConsumer {

  public final List<String> lines = new ArrayList<>();
  public final List<Long> offsets = new ArrayList<>();
  public int truncated;
  public int rubbish;
  int rests;
  public int ends;

  @Override
  public LineKind classify(byte[] buffer, int from, int to) {
    return LineKind.WANTED;
  }

  @Override
  public void line(byte[] buffer, int from, int to, long offset, boolean isTruncated) {
    lines.add(new String(buffer, from, to - from, UTF_8));
    offsets.add(offset);
    truncated += isTruncated ? 1 : 0;
  }

  @Override
  public void rubbish() {
    rubbish++;
  }

  @Override
  public void atRest() {
    rests++;
  }

  @Override
  public long heldFrom() {
    return -1;
  }

  @Override
  public void endOfFile() {
    ends++;
  }
}
