package io.github.mysqlaborted.parse.format;

/**
 * Finds the server's record in a line by the line's own evidence: the envelopes of collectors are
 * taken off until the header of a record begins. What the line before looked like only says what to
 * try first.
 */
public final class LineDetector {

  private static final HeaderFormat[] FORMATS = {
    HeaderFormat.ISO_CODED,
    HeaderFormat.LONG_DATE,
    HeaderFormat.ISO,
    HeaderFormat.SHORT_DATE,
    HeaderFormat.JSON
  };

  /** The server's line in the line looked at last. */
  public final ServerLine line = new ServerLine();

  /** The header of the record found last. */
  public final RecordHeader header = new RecordHeader();

  private HeaderFormat format;

  /** Of the last line that began a record. */
  private HeaderFormat usualFormat = HeaderFormat.ISO_CODED;

  private int usualEnvelopes;

  /** The format of the record that the last line begins, or null if it begins none. */
  public HeaderFormat format() {
    return format;
  }

  /** Whether the line begins a record with a header; if so, fills {@link #header}. */
  public boolean detect(byte[] bytes, int from, int to) {
    line.reset(bytes, from, to);
    format = header();
    if (format == null && usualEnvelopes != 0) {
      format = open(usualEnvelopes) ? header() : null;
      if (format == null) {
        line.reset(bytes, from, to);
      }
    }
    while (format == null && line.mayBeWrapped() && openAny()) {
      format = header();
    }
    if (format != null) {
      usualFormat = format;
      usualEnvelopes = line.envelopes;
    }
    return format != null;
  }

  /**
   * Takes exactly these envelopes off, as from another line of the same record, and reads the
   * header that may stand there, if it is of that format.
   *
   * @return whether the line has these envelopes
   */
  public boolean detect(byte[] bytes, int from, int to, int envelopes, HeaderFormat expected) {
    line.reset(bytes, from, to);
    format = null;
    if (!open(envelopes)) {
      line.reset(bytes, from, to);
      return false;
    }
    if (expected.read(line.bytes, line.from, line.to, header)) {
      format = expected;
    }
    return true;
  }

  /** Says that the line is the server's message without a header. */
  public void bare() {
    format = HeaderFormat.BARE;
    format.read(line.bytes, line.from, line.to, header);
  }

  private boolean open(int envelopes) {
    LineEnvelope envelope = ServerLine.at(envelopes, 0);
    for (int depth = 1; envelope != null; depth++) {
      if (!envelope.open(line)) {
        return false;
      }
      envelope = ServerLine.at(envelopes, depth);
    }
    return true;
  }

  private boolean openAny() {
    for (LineEnvelope envelope : LineEnvelope.ALL) {
      if (envelope.open(line)) {
        return true;
      }
    }
    return false;
  }

  private HeaderFormat header() {
    if (usualFormat.read(line.bytes, line.from, line.to, header)) {
      return usualFormat;
    }
    for (HeaderFormat candidate : FORMATS) {
      if (candidate != usualFormat && candidate.read(line.bytes, line.from, line.to, header)) {
        return candidate;
      }
    }
    return null;
  }
}
