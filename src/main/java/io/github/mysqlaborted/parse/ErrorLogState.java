package io.github.mysqlaborted.parse;

import static java.util.Objects.requireNonNull;

import io.github.mysqlaborted.parse.join.JoinerMemory;

/**
 * What {@link ErrorLogReader} needs to go on after a restart. Lines that it holds back are no part
 * of it: they are read again.
 *
 * @param records how many records were read
 * @param unrecognized how many of them were not understood
 * @param stamped the program whose aborts were last seen with a stamp
 * @param cut whether a collector cut the last line of the server
 */
public record ErrorLogState(
    long records,
    long unrecognized,
    RecordNumbers.State numbers,
    int stamped,
    boolean cut,
    JoinerMemory.State joiner)
    implements ReaderState {

  public ErrorLogState {
    if (records < 0 || unrecognized < 0) {
      throw new IllegalArgumentException("negative counts of records");
    }
    requireNonNull(numbers, "numbers");
    requireNonNull(joiner, "joiner");
  }
}
