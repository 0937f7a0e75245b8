package io.github.mysqlaborted.parse.format;

/**
 * The server's own line inside a physical line of a log: what is left when the envelopes of
 * collectors are taken off. One object is filled anew for each line.
 */
public final class ServerLine {

  /** The most envelopes around each other, as a pod's name, a stamp and JSON. */
  static final int MOST_ENVELOPES = 4;

  private static final int BITS = 4;

  final Unescaper unescaper = new Unescaper();

  public byte[] bytes = new byte[0];
  public int from;
  public int to;

  /** The stamp of the innermost collector that writes one, as bytes; null without one. */
  byte[] stampBytes;

  int stampAt;
  int stampTo;

  /** Whether the stamp is one of RFC 3164, which has neither year nor zone. */
  boolean syslogStamp;

  /** The name of the program, with its process id where that is told; null without one. */
  public byte[] programBytes;

  public int programAt;
  public int programTo;

  /** The {@link LineEnvelope}s taken off, the outermost in the lowest bits; 0 for none. */
  public int envelopes;

  /** Whether the collector cut the line here and goes on with it in its next one. */
  public boolean cut;

  private int depth;

  void reset(byte[] line, int lineFrom, int lineTo) {
    bytes = line;
    from = lineFrom;
    to = lineTo;
    stampBytes = null;
    programBytes = null;
    envelopes = 0;
    depth = 0;
    cut = false;
  }

  public boolean hasProgram() {
    return programBytes != null;
  }

  /** Whether another envelope can be taken off. */
  boolean mayBeWrapped() {
    return depth < MOST_ENVELOPES;
  }

  /** Takes off an envelope: the rest begins at {@code payloadFrom}. */
  void take(LineEnvelope envelope, int payloadFrom) {
    take(envelope, bytes, payloadFrom, to);
  }

  /** Takes off an envelope whose content stands in other bytes, because it was escaped. */
  void take(LineEnvelope envelope, byte[] content, int contentFrom, int contentTo) {
    envelopes |= (LineEnvelope.ALL.indexOf(envelope) + 1) << (BITS * depth);
    depth++;
    bytes = content;
    from = contentFrom;
    to = contentTo;
  }

  /** The envelope at that depth of a number from {@link #envelopes}; null behind the last. */
  static LineEnvelope at(int envelopes, int depth) {
    int number = (envelopes >>> (BITS * depth)) & ((1 << BITS) - 1);
    return number == 0 || number > LineEnvelope.ALL.size()
        ? null
        : LineEnvelope.ALL.get(number - 1);
  }

  void stamp(int at, int end, boolean syslog) {
    stampBytes = bytes;
    stampAt = at;
    stampTo = end;
    syslogStamp = syslog;
  }

  void program(int at, int end) {
    programBytes = bytes;
    programAt = at;
    programTo = end;
  }

  /** Tells one program from another, as well as a number can; 0 where none is named. */
  public int programHash() {
    int hash = 0;
    if (programBytes != null) {
      for (int at = programAt; at < programTo; at++) {
        hash = 31 * hash + programBytes[at];
      }
    }
    return hash;
  }
}
