package io.github.mysqlaborted.parse;

import io.github.mysqlaborted.parse.format.Bytes;

/**
 * What stands before the argument of a row of the general query log, as positions in the line. One
 * object is filled anew for each line.
 *
 * <p>MySQL 5.5, 5.6 and MariaDB write the time only when the second changed: {@code 261122
 * 12:18:47<tab> 4 Connect<tab>...}, then {@code <tab><tab> 5 Connect<tab>...} (sql/log.cc, {@code
 * MYSQL_QUERY_LOG::write}). MySQL 5.7 and later write an ISO 8601 stamp in every row.
 */
final class GeneralRow {

  private static final byte[] CONNECT = Bytes.utf8("Connect");
  private static final int LONGEST_ID = 20;

  /** Where the stamp begins, or -1 in a row that has none. */
  int stampAt;

  boolean iso;
  int idFrom;
  int idTo;

  /** Where the argument begins. */
  int argumentAt;

  private boolean connect;

  /** Whether the line begins a row; if so, fills this object. */
  boolean read(byte[] line, int from, int to) {
    int at = afterStamp(line, from, to);
    if (at < 0) {
      return false;
    }
    idFrom = Bytes.skip(line, at, Math.min(to, at + LONGEST_ID), ' ');
    idTo = Bytes.digitsEnd(line, idFrom, Math.min(to, idFrom + LONGEST_ID));
    if (idTo == idFrom || idTo >= to || line[idTo] != ' ') {
      return false;
    }
    int tab = Bytes.indexOf(line, idTo + 1, Math.min(to, idTo + 40), '\t');
    connect = tab >= 0 && Bytes.equal(line, idTo + 1, tab, CONNECT);
    argumentAt = tab + 1;
    return tab > idTo + 1 && line[idTo + 1] >= 'A' && line[idTo + 1] <= 'Z';
  }

  /** Whether the row's command is {@code Connect}. */
  boolean isConnect() {
    return connect;
  }

  long id(byte[] line) {
    return Bytes.number(line, idFrom, idTo);
  }

  private int afterStamp(byte[] line, int from, int to) {
    if (to - from < 8) {
      return -1;
    }
    if (line[from] == '\t' && line[from + 1] == '\t') {
      stampAt = -1;
      iso = false;
      return from + 2;
    }
    stampAt = from;
    iso = to - from > 28 && line[from + 10] == 'T' && line[from + 19] == '.';
    int tab = iso ? Bytes.indexOf(line, from + 26, Math.min(to, from + 33), '\t') : from + 15;
    boolean stamped =
        iso
            ? Bytes.digitsEnd(line, from, from + 4) == from + 4
            : to - from > 20
                && Bytes.digitsEnd(line, from, from + 6) == from + 6
                && line[from + 9] == ':'
                && line[from + 12] == ':';
    return stamped && tab >= 0 && line[tab] == '\t' ? tab + 1 : -1;
  }
}
