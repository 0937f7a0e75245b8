package io.github.mysqlaborted.server.connect;

import java.net.ProtocolException;

/**
 * Looks at each packet of a server before the driver does, which believes what they say: that there
 * will be 65,535 columns, that a value is 2 GiB long, that another row follows, for ever. Here an
 * answer is one to a statement that was asked, has a bounded number of columns, rows and bytes, and
 * its lengths fit its packets.
 *
 * <p>It knows as much of the protocol as the driver uses: a login, and then commands that are
 * answered by OK, an error, or one set of rows as text. Not thread-safe.
 *
 * @see <a
 *     href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_query_response.html">
 *     COM_QUERY Response</a>
 */
final class AnswerGuard {

  /** No value that is asked for is as long: a row of the error log has 8 KiB, most 200 bytes. */
  static final int LONGEST_PACKET = 64 * 1024;

  private static final int MOST_COLUMNS = 128;

  /** A greeting, up to a hundred steps of the login, and each with a key of some kilobytes. */
  private static final AnswerLimit LOGIN = new AnswerLimit(128, 64 * 1024);

  private static final int OK = 0x00;
  private static final int FILE_WANTED = 0xfb;
  private static final int END = 0xfe;
  private static final int ERROR = 0xff;

  private static final int LENGTH_OF_EOF = 5;
  private static final int SHORTEST_OK = 7;
  private static final int MORE_RESULTS = 0x0008;
  private static final int DEPRECATE_EOF = 1 << 24;

  /** Text columns of a column's description, and what follows them: lengths, type, flags. */
  private static final int TEXTS_OF_COLUMN = 6;

  private static final int REST_OF_COLUMN = 13;

  private enum State {
    GREETING,
    LOGIN,
    /** Nothing is asked. */
    IDLE,
    ANSWER,
    COLUMNS,
    END_OF_COLUMNS,
    ROWS
  }

  private AnswerLimit limit = AnswerLimit.USUAL;
  private State state = State.GREETING;
  private boolean eofDeprecated;
  private int sequence;
  private int columns;
  private int columnsLeft;
  private int rows;
  private int bytes;

  /** What the answers to the commands that follow may have. */
  void limit(AnswerLimit next) {
    limit = next;
  }

  /** Whether nothing is owed to either side: what was asked is answered, to its end. */
  boolean isAtRest() {
    return state == State.IDLE;
  }

  /**
   * Tells that a command is being sent.
   *
   * @throws ProtocolException if the answer to the one before is not at its end
   */
  void commandSent() throws ProtocolException {
    if (state == State.IDLE) {
      state = State.ANSWER;
      sequence = 1;
      rows = 0;
      bytes = 0;
    } else if (state.compareTo(State.ANSWER) > 0) {
      throw new ProtocolException("the previous answer is incomplete");
    }
  }

  /**
   * Looks at the header of a packet, before there is room for the rest.
   *
   * @throws ProtocolException if it is not to be read
   */
  void header(int length, int number) throws ProtocolException {
    if (length == 0 || length > LONGEST_PACKET) {
      throw new ProtocolException("a packet has " + length + " bytes");
    }
    bytes += length;
    if (state == State.GREETING || state == State.LOGIN) {
      rows++;
      check(LOGIN, "the login");
    } else {
      // What comes unasked is the goodbye of a server that ends the session.
      if (state == State.IDLE || number != (sequence++ & 0xff)) {
        throw new ProtocolException("the server sent unrequested data");
      }
      check(limit, "the answer");
    }
  }

  private void check(AnswerLimit most, String what) throws ProtocolException {
    if (bytes > most.bytes()) {
      throw new ProtocolException(what + " has more than " + most.bytes() + " bytes");
    }
    if (rows > most.rows()) {
      throw new ProtocolException(what + " has more than " + most.rows() + " rows");
    }
  }

  /**
   * Looks at a whole packet.
   *
   * @throws ProtocolException if the driver may not see it
   */
  void packet(PacketView packet) throws ProtocolException {
    int first = packet.first();
    switch (state) {
      case GREETING -> {
        eofDeprecated = (packet.capabilities() & DEPRECATE_EOF) != 0;
        state = State.LOGIN;
      }
      case LOGIN -> {
        if (first == OK && packet.length() >= SHORTEST_OK) {
          state = State.IDLE;
        }
      }
      case ANSWER -> answer(packet, first);
      case COLUMNS -> column(packet);
      case END_OF_COLUMNS -> endOfColumns(packet, first);
      case ROWS -> row(packet, first);
      case IDLE -> throw new ProtocolException("the server sent unrequested data");
    }
  }

  private void answer(PacketView packet, int first) throws ProtocolException {
    switch (first) {
      case OK -> end(packet, SHORTEST_OK, LONGEST_PACKET);
      case ERROR -> state = State.IDLE;
      case FILE_WANTED -> throw new ProtocolException("the server requested a local file");
      default -> {
        long count = packet.number();
        packet.mustBeAtEnd();
        if (count < 1 || count > MOST_COLUMNS) {
          throw new ProtocolException("the answer has " + count + " columns");
        }
        columns = (int) count;
        columnsLeft = columns;
        state = State.COLUMNS;
      }
    }
  }

  private void column(PacketView packet) throws ProtocolException {
    for (int i = 0; i < TEXTS_OF_COLUMN; i++) {
      packet.passText();
    }
    packet.pass(REST_OF_COLUMN);
    if (--columnsLeft == 0) {
      state = eofDeprecated ? State.ROWS : State.END_OF_COLUMNS;
    }
  }

  private void endOfColumns(PacketView packet, int first) throws ProtocolException {
    if (first != END || packet.length() != LENGTH_OF_EOF) {
      throw new ProtocolException("the end of the columns is missing");
    }
    state = State.ROWS;
  }

  private void row(PacketView packet, int first) throws ProtocolException {
    switch (first) {
      case ERROR -> state = State.IDLE;
      case END -> {
        if (eofDeprecated) {
          end(packet, SHORTEST_OK, LONGEST_PACKET);
        } else {
          end(packet, LENGTH_OF_EOF, LENGTH_OF_EOF);
        }
      }
      default -> {
        rows++;
        check(limit, "the answer");
        for (int i = 0; i < columns; i++) {
          packet.passText();
        }
        packet.mustBeAtEnd();
      }
    }
  }

  /** An OK or, where there is one, an EOF. */
  private void end(PacketView packet, int shortest, int longest) throws ProtocolException {
    if (packet.length() < shortest || packet.length() > longest) {
      throw new ProtocolException("the end packet of an answer has " + packet.length() + " bytes");
    }
    packet.pass(1);
    if (longest == LENGTH_OF_EOF) {
      packet.pass(2);
    } else {
      packet.number();
      packet.number();
    }
    if ((packet.twoBytes() & MORE_RESULTS) != 0) {
      throw new ProtocolException("the server sent more answers than requested");
    }
    state = State.IDLE;
  }
}
