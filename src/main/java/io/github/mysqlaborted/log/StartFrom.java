package io.github.mysqlaborted.log;

/**
 * Where the file that is there at the start is read from if no position was saved. What appears
 * later is always read from its beginning.
 */
public enum StartFrom {
  BEGINNING,
  END
}
