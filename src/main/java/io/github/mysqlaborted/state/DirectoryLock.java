package io.github.mysqlaborted.state;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that a directory is in use, by a lock on the file {@code lock} in it. The lock is on the
 * file, not on its name: {@link #keep} makes it anew where somebody deleted it. Not thread-safe.
 */
final class DirectoryLock implements Closeable {

  static final String NAME = "lock";

  /** That the directory cannot be had, however long one waits. */
  static final class UnavailableException extends FileSystemException {

    private static final long serialVersionUID = 1;

    UnavailableException(Path path, String reason) {
      super(path.toString(), null, reason);
    }
  }

  static final String IN_USE = "in use by another mysql-aborted-exporter";

  private static final Logger LOG = LoggerFactory.getLogger(DirectoryLock.class);

  /** Somebody may delete the file right after it was opened, but hardly so often. */
  private static final int MOST_TRIES = 100;

  private static final int LONGEST = 4096;

  private final Path directory;
  private FileChannel channel;
  private String key;

  private DirectoryLock(Path directory, FileChannel channel, String key) {
    this.directory = directory;
    this.channel = channel;
    this.key = key;
  }

  /**
   * Takes the directory.
   *
   * @throws UnavailableException if somebody else has it
   */
  static DirectoryLock take(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      key(file);
      FileChannel channel = FileChannel.open(file, CREATE, WRITE, NOFOLLOW_LINKS);
      try {
        lock(channel, directory);
        Optional<String> key = key(file);
        if (key.isPresent() && isAt(channel, file)) {
          return new DirectoryLock(directory, channel, key.get());
        }
      } catch (NoSuchFileException deleted) {
        LOG.debug("{} was deleted just now", file, deleted);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      channel.close();
    }
    throw new UnavailableException(file, "deleted again and again");
  }

  /** Whether somebody has the directory now, as far as one may look. */
  static boolean isTaken(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    if (key(file).isEmpty()) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, WRITE, NOFOLLOW_LINKS)) {
      lock(channel, directory);
      return false;
    } catch (UnavailableException e) {
      LOG.debug("{} is in use", directory, e);
      return true;
    }
  }

  /**
   * Takes the directory anew if the file is not there any more, or is another.
   *
   * @throws UnavailableException if somebody else has it now
   */
  void keep() throws IOException {
    if (!key(directory.resolve(NAME)).equals(Optional.of(key))) {
      DirectoryLock anew = take(directory);
      channel.close();
      channel = anew.channel;
      key = anew.key;
      LOG.warn("the lock in {} was deleted, and is made anew", directory);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static void lock(FileChannel channel, Path directory) throws IOException {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      LOG.debug("{} is in use by this very process", directory, e);
    }
    throw new UnavailableException(directory, IN_USE);
  }

  /** Device and inode of the file; whoever opens a pipe would wait for its other end. */
  private static Optional<String> key(Path file) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        throw new UnavailableException(file, "no regular file: remove it");
      }
      return Optional.of(String.valueOf(attributes.fileKey()));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  /**
   * Whether the open file is the one that has the name, by lengths that it is given. It must not be
   * opened once more: closing that would let go of the lock.
   */
  private static boolean isAt(FileChannel channel, Path file) throws IOException {
    boolean isAt = true;
    for (int i = 0; i < 2; i++) {
      int length = ThreadLocalRandom.current().nextInt(1, LONGEST);
      channel.truncate(0);
      channel.write(ByteBuffer.allocate(length), 0);
      isAt &= Files.size(file) == length;
    }
    channel.truncate(0);
    return isAt;
  }
}
