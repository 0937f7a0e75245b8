package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A place in a log, and what was written behind it.
 *
 * @param log the file, which need not be there yet
 * @param offset in bytes
 */
public record LogMark(Path log, long offset) {

  /** The end of the log as it is now. */
  public static LogMark endOf(Path log) {
    try {
      return new LogMark(log, Files.exists(log) ? Files.size(log) : 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The complete lines behind the mark; bytes that are no UTF-8 are replaced. */
  public List<String> lines() {
    if (!Files.exists(log)) {
      return List.of();
    }
    try (FileChannel channel = FileChannel.open(log)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, channel.size() - offset));
      while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {}
      String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a complete line behind the mark contains {@code text}. */
  public boolean anyLine(String text) {
    return lines().stream().anyMatch(line -> line.contains(text));
  }
}
