package io.github.mysqlaborted.log;

/**
 * What a tailer has done since it first saw its log.
 *
 * @param readBytes bytes read, those of a rotated file's end too
 * @param rotations how often another file took the path
 * @param truncations how often the file was emptied in place
 * @param lost how often something is known to have been missed: a file that was gone before its end
 *     was read. How many records it held is not known, so each counts as one
 */
public record TailStatistics(long readBytes, long rotations, long truncations, long lost) {

  public static final TailStatistics NONE = new TailStatistics(0, 0, 0, 0);

  public TailStatistics {
    if (readBytes < 0 || rotations < 0 || truncations < 0 || lost < 0) {
      throw new IllegalArgumentException("negative counts of a log");
    }
  }

  public TailStatistics plusRead(long bytes) {
    return new TailStatistics(readBytes + bytes, rotations, truncations, lost);
  }

  public TailStatistics plus(int moreRotations, int moreLost) {
    return new TailStatistics(readBytes, rotations + moreRotations, truncations, lost + moreLost);
  }

  public TailStatistics plusTruncations(int more) {
    return new TailStatistics(readBytes, rotations, truncations + more, lost);
  }
}
