package io.github.mysqlaborted.source.log;

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
 * @param size in bytes
 */
record LogFile(Path path, String key, FileTime written, long size) {

  /** Looks at a path. */
  static LogFile at(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new FileSystemException(
          path.toString(),
          null,
          attributes.isDirectory() ? "it is a directory" : "it is no regular file");
    }
    return new LogFile(
        path,
        String.valueOf(attributes.fileKey()),
        attributes.lastModifiedTime(),
        attributes.size());
  }

  boolean isSameAs(LogFile other) {
    return key.equals(other.key);
  }

  /** Whether it is the same, whatever its name, and was not written to. */
  boolean isUnchangedSince(LogFile earlier) {
    return isSameAs(earlier) && size == earlier.size && written.equals(earlier.written);
  }

  boolean isEmpty() {
    return size == 0;
  }
}
