package io.github.mysqlaborted.log.tail;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a rotated file was compressed, by its name. */
enum Packing {
  NONE,
  GZIP,
  /** In a form that is not read here: that such a file is there is all that is known of it. */
  OTHER;

  private static final Pattern SUFFIX =
      Pattern.compile("\\.(?:(gz)|bz2|xz|zst|zstd|lz4|lzma|lzo|br|7z|zip|Z)$");

  static Packing of(String name) {
    Matcher suffix = SUFFIX.matcher(name);
    if (!suffix.find()) {
      return NONE;
    }
    return suffix.group(1) != null ? GZIP : OTHER;
  }

  /** The name before it was compressed. */
  static String unpackedName(String name) {
    return SUFFIX.matcher(name).replaceFirst("");
  }
}
