package io.github.mysqlaborted.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chunks of bytes to whole lines, at the offsets that they have in the file.
 *
 * <p>Only a line feed ends a line. The bytes after the last one wait for more. Of a line longer
 * than {@link #MAX_LINE} only the head is kept, so memory is bounded by chunk and line. NUL bytes
 * at the start of a line are passed over: a writer that does not append leaves a hole of them after
 * a truncation, and the first whole line stands right behind it.
 *
 * <p>Not thread-safe.
 */
public final class LineReader {

  private static final Logger LOG = LoggerFactory.getLogger(LineReader.class);

  /** What one read asks for. A chunk that fits the cache of a core is scanned fastest. */
  public static final int CHUNK = 128 * 1024;

  /** How many bytes before a place are remembered, to know the place again. */
  public static final int MAX_MARKER = 64;

  /** The longest line that is kept whole. MySQL's longest message has 8192 bytes. */
  public static final int MAX_LINE = 64 * 1024;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LINE_FEEDS = '\n' * LOW_BITS;
  private static final int BLOCK = 4 * Long.BYTES;

  private final LineConsumer consumer;
  private final byte[] buffer = new byte[MAX_LINE + CHUNK];
  private final ByteBuffer view = ByteBuffer.wrap(buffer);

  /** The file offset of {@code buffer[0]}, where the unfinished line starts. */
  private long lineOffset;

  /** The unfinished line is {@code buffer[0, end)}. */
  private int end;

  /** How many bytes of the unfinished line were dropped behind its first {@link #MAX_LINE}. */
  private long dropped;

  private boolean rubbishInLine;

  /** The bytes before {@link #readOffset}, to notice that the file under them is another. */
  private byte[] marker = new byte[0];

  /** The bytes before {@link #lineOffset}. */
  private byte[] lineMarker = new byte[0];

  public LineReader(LineConsumer consumer) {
    this.consumer = consumer;
  }

  /** Forgets the unfinished line and goes on at {@code offset}, before which {@code marker} is. */
  public void startAt(long offset, byte[] markerBefore) {
    lineOffset = offset;
    end = 0;
    dropped = 0;
    rubbishInLine = false;
    marker = markerBefore.clone();
    lineMarker = marker;
  }

  /** The file offset of the next byte to read. */
  public long readOffset() {
    return lineOffset + dropped + end;
  }

  /** The file offset at which the unfinished line starts. */
  public long lineOffset() {
    return lineOffset;
  }

  /** The bytes right before {@link #lineOffset}, at most {@link #MAX_MARKER}. */
  public byte[] lineMarker() {
    return lineMarker;
  }

  /** The bytes right before {@link #readOffset}, at most {@link #MAX_MARKER}. */
  public byte[] marker() {
    return marker;
  }

  /** Where the next bytes are to be put; at least {@link #CHUNK} of room. */
  public ByteBuffer room() {
    return view.limit(Math.min(buffer.length, end + CHUNK)).position(end);
  }

  /** Takes bytes that come from no file, at most {@link #CHUNK} of them. */
  public void accept(byte[] chunk) {
    room().put(chunk);
    accept(chunk.length);
  }

  /** Takes the {@code count} bytes that were put into {@link #room}. */
  public void accept(int count) {
    int limit = end + count;
    byte[] before = marker;
    marker = lastBytes(before, end, limit);
    int lineStart = 0;
    int feed = indexOfLineFeed(buffer, end, limit);
    while (feed >= 0) {
      finishLine(lineStart, feed);
      lineStart = feed + 1;
      feed = indexOfLineFeed(buffer, lineStart, limit);
    }
    if (lineStart > 0) {
      lineMarker = lastBytes(before, end, lineStart);
    }
    keep(lineStart, limit);
  }

  /** Hands on the unfinished line, if there is one: the file will not grow any more. */
  public void finish() {
    if (end > 0 || rubbishInLine) {
      finishLine(0, end);
    }
    startAt(lineOffset, new byte[0]);
  }

  /** Passes on the line {@code [from, to)} and moves {@link #lineOffset} behind its line feed. */
  private void finishLine(int from, int to) {
    boolean truncated = dropped + (to - from) > MAX_LINE;
    int textEnd = truncated ? from + MAX_LINE : to;
    int text = skipNuls(from, textEnd);
    if (rubbishInLine) {
      consumer.rubbish();
      rubbishInLine = false;
    }
    if (text < textEnd) {
      pass(text, textEnd, lineOffset + (text - from), truncated);
    }
    lineOffset += dropped + (to - from) + 1;
    dropped = 0;
  }

  /** A consumer that fails costs its line and nothing else, least of all that it comes again. */
  private void pass(int from, int to, long offset, boolean truncated) {
    try {
      if (consumer.classify(buffer, from, to) == LineConsumer.LineKind.WANTED) {
        consumer.line(buffer, from, to, offset, truncated);
      } else if (truncated) {
        consumer.rubbish();
      }
    } catch (RuntimeException e) {
      LOG.error("a line of {} bytes at offset {} could not be read", to - from, offset, e);
      consumer.rubbish();
    }
  }

  private int skipNuls(int from, int to) {
    int text = from;
    while (text < to && buffer[text] == 0) {
      text++;
      rubbishInLine = true;
    }
    return text;
  }

  /** Moves the unfinished line {@code [from, to)} to the front, without what need not be kept. */
  private void keep(int from, int to) {
    int length = to - from;
    if (dropped == 0) {
      int text = skipNuls(from, to);
      if (text > from) {
        lineOffset += text - from;
        lineMarker = lastBytes(lineMarker, from, text);
      }
      length = to - text;
      System.arraycopy(buffer, text, buffer, 0, length);
    }
    int kept = Math.min(length, MAX_LINE);
    dropped += length - kept;
    end = kept;
  }

  /** The last bytes of {@code before} followed by {@code buffer[from, to)}. */
  private byte[] lastBytes(byte[] before, int from, int to) {
    int fresh = Math.min(to - from, MAX_MARKER);
    int old = Math.min(before.length, MAX_MARKER - fresh);
    byte[] last = Arrays.copyOfRange(before, before.length - old, before.length + fresh);
    System.arraycopy(buffer, to - fresh, last, old, fresh);
    return last;
  }

  /** Where the next line feed is, or -1. Looks at four words at once, for most hold none. */
  public static int indexOfLineFeed(byte[] bytes, int from, int to) {
    int i = from;
    for (; i <= to - BLOCK; i += BLOCK) {
      long borrows =
          borrows(bytes, i)
              | borrows(bytes, i + 8)
              | borrows(bytes, i + 16)
              | borrows(bytes, i + 24);
      if ((borrows & HIGH_BITS) != 0) {
        int feed = indexOfLineFeedByWord(bytes, i, i + BLOCK);
        if (feed >= 0) {
          return feed;
        }
      }
    }
    return indexOfLineFeedByWord(bytes, i, to);
  }

  /** Sets the high bit of each byte that is a line feed, and of some that are no ASCII. */
  private static long borrows(byte[] bytes, int at) {
    return ((long) LONGS.get(bytes, at) ^ LINE_FEEDS) - LOW_BITS;
  }

  /** Eight bytes at a time; a borrow can only mark bytes above the first real hit. */
  private static int indexOfLineFeedByWord(byte[] bytes, int from, int to) {
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long word = (long) LONGS.get(bytes, i) ^ LINE_FEEDS;
      long hits = (word - LOW_BITS) & ~word & HIGH_BITS;
      if (hits != 0) {
        return i + (Long.numberOfTrailingZeros(hits) >>> 3);
      }
    }
    for (; i < to; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
