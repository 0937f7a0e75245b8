package io.github.mysqlaborted.log.tail;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * A regular file as it was seen.
 *
 * @param key device and inode, links followed
 * @param written when it was written last
 * @param size in bytes, as it is on the disk
 * @param name what rotation called it
 * @param packing how it is compressed
 */
record LogFile(
    Path path, String key, FileTime written, long size, RotatedName name, Packing packing) {

  /** Looks at a path at which an unpacked file is wanted. */
  static LogFile at(Path path) throws IOException {
    return at(path, RotatedName.NONE, Packing.NONE);
  }

  static LogFile at(Path path, RotatedName name, Packing packing) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new FileSystemException(
          path.toString(),
          null,
          attributes.isDirectory() ? "is a directory" : "not a regular file");
    }
    return new LogFile(
        path,
        String.valueOf(attributes.fileKey()),
        attributes.lastModifiedTime(),
        attributes.size(),
        name,
        packing);
  }

  boolean isSameAs(LogFile other) {
    return key.equals(other.key);
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean isPacked() {
    return packing == Packing.GZIP;
  }

  /** Whether it can be read here. */
  boolean isLegible() {
    return packing != Packing.OTHER;
  }

  /**
   * Tells it from others without a look into it. An inode is used again at once, but hardly by a
   * file of the same size and time.
   */
  String fingerprint() {
    return key + " " + size + " " + written.toInstant();
  }
}
