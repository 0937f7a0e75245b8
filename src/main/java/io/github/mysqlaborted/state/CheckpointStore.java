package io.github.mysqlaborted.state;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file in a state directory that survives a crash at any moment: it holds either what was
 * stored last or what was stored before that, never a mixture. A new content is written to a
 * temporary file beside it, forced to the disk, renamed over it, and the directory forced too.
 *
 * <p>The file is one line of text, with version, length and CRC-32C of what follows, and the
 * content as given. Nothing that the file system does is fatal here: a content that cannot be
 * trusted is set aside as {@code checkpoint.bad}, one that cannot be written is said so once, and
 * tried again at the next {@link #store}.
 *
 * <p>The directory belongs to one process at a time, by a lock on the file {@code lock} in it. Not
 * thread-safe.
 */
public final class CheckpointStore implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);

  static final String NAME = "checkpoint";

  private static final String MAGIC = "mysql-aborted-exporter checkpoint ";
  private static final int VERSION = 3;

  /** A hundred times what thousands of accounts and files take. */
  private static final long MOST_BYTES = 256L << 20;

  private final Path directory;
  private final Path file;
  private final Path temporary;
  private final Path bad;
  private Optional<DirectoryLock> lock = Optional.empty();

  /** Another exporter has the directory now, and its state is not ours to replace. */
  private boolean isTaken;

  private boolean setAside;
  private boolean writable = true;
  private byte[] stored = {};

  private CheckpointStore(Path directory) {
    this.directory = requireNonNull(directory, "directory");
    this.file = directory.resolve(NAME);
    this.temporary = directory.resolve(NAME + ".tmp");
    this.bad = directory.resolve(NAME + ".bad");
  }

  /**
   * Takes the directory, which is made if it is not there. Where nothing can be written there for a
   * time, the store works without having taken it, and tries again at each {@link #store}.
   *
   * @throws FileSystemException if another process, or another store of this one, has it, or if it
   *     is somebody else's; says what to type then
   */
  public static CheckpointStore open(Path directory) throws FileSystemException {
    CheckpointStore store = new CheckpointStore(directory);
    Optional<String> denied = StateDirectory.denied(directory);
    if (denied.isPresent()) {
      throw new FileSystemException(directory.toString(), null, denied.get());
    }
    try {
      Files.createDirectories(directory);
      store.lock = Optional.of(DirectoryLock.take(directory));
    } catch (DirectoryLock.UnavailableException e) {
      throw e;
    } catch (IOException e) {
      store.cannotStore(e);
    }
    return store;
  }

  /** What was stored last; empty if there is nothing, or nothing that can be trusted. */
  public Optional<byte[]> load() {
    try {
      byte[] bytes = read();
      int feed = new String(bytes, ISO_8859_1).indexOf('\n');
      byte[] content = Arrays.copyOfRange(bytes, feed + 1, bytes.length);
      if (feed >= 0 && Arrays.equals(header(content), Arrays.copyOf(bytes, feed + 1))) {
        stored = content.clone();
        return Optional.of(content);
      }
      boolean otherVersion = new String(bytes, US_ASCII).startsWith(MAGIC) && feed >= 0;
      setAside(
          otherVersion ? "damaged, or of another version" : "cut off, or no checkpoint at all");
    } catch (NoSuchFileException none) {
      LOG.debug("{} is not there yet", file);
    } catch (IOException e) {
      setAside("not readable: " + e);
    }
    return Optional.empty();
  }

  /** Whoever opens a pipe waits for its other end, and a device may never end. */
  private byte[] read() throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new FileSystemException(file.toString(), null, "no regular file");
    }
    if (attributes.size() > MOST_BYTES) {
      throw new FileSystemException(file.toString(), null, "too large: " + attributes.size());
    }
    return Files.readAllBytes(file);
  }

  /** Says that what {@link #load} gave cannot be used after all, and sets it aside. */
  public void setAside(String reason) {
    setAside = true;
    stored = new byte[0];
    try {
      Files.move(file, bad, StandardCopyOption.ATOMIC_MOVE);
      LOG.warn("{} is {}; it is set aside as {}, and all starts anew", file, reason, bad);
    } catch (IOException e) {
      LOG.warn(
          "{} is {}; it cannot be set aside ({}), and all starts anew", file, reason, e.toString());
    }
  }

  /** Whether a checkpoint was found that could not be used. */
  public boolean isSetAside() {
    return setAside;
  }

  /** Whether the last {@link #store} succeeded, or, before the first, could. */
  public boolean isWritable() {
    return writable;
  }

  /**
   * Makes sure that the directory is still this store's, though somebody deleted the lock. To be
   * called again and again, so that another exporter finds the lock however soon it comes.
   *
   * @return whether it is, or was never taken
   */
  public boolean keep() {
    if (isTaken || lock.isEmpty()) {
      return !isTaken;
    }
    try {
      lock.get().keep();
      return true;
    } catch (DirectoryLock.UnavailableException e) {
      isTaken = true;
      cannotStore(e);
      return false;
    } catch (IOException e) {
      LOG.debug("the lock in {} cannot be looked at", directory, e);
      return true;
    }
  }

  /**
   * Replaces what is stored.
   *
   * @return whether it is on the disk now; if not, what was stored before still is
   */
  public boolean store(byte[] content) {
    if (writable && stored.length > 0 && Arrays.equals(stored, content)) {
      return true;
    }
    try {
      if (!keep()) {
        return false;
      }
      if (lock.isEmpty()) {
        lock = Optional.of(DirectoryLock.take(directory));
      }
      replace(content);
    } catch (IOException e) {
      cannotStore(e);
      return false;
    }
    stored = content.clone();
    if (!writable) {
      writable = true;
      LOG.info("the state is stored in {} again", file);
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    if (lock.isPresent()) {
      lock.get().close();
    }
    lock = Optional.empty();
  }

  private void replace(byte[] content) throws IOException {
    Files.deleteIfExists(temporary);
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, Set.of(CREATE_NEW, WRITE), ownerOnly())) {
        writeAll(channel, header(content));
        writeAll(channel, content);
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      deleteAfter(e);
      throw e;
    }
    try (FileChannel entries = FileChannel.open(directory, READ)) {
      entries.force(true);
    }
  }

  private void deleteAfter(IOException failure) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void cannotStore(IOException e) {
    if (writable) {
      String next = isTaken ? "any more" : "and is tried again";
      LOG.warn("the state cannot be stored in {} {}: {}", file, next, e.toString());
    }
    writable = false;
  }

  /** Names of accounts are in it, which are no business of other users of the machine. */
  private FileAttribute<?>[] ownerOnly() {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static byte[] header(byte[] content) {
    CRC32C checksum = new CRC32C();
    checksum.update(content);
    return String.format(
            "%s%d length=%d crc32c=%08x\n", MAGIC, VERSION, content.length, checksum.getValue())
        .getBytes(US_ASCII);
  }
}
