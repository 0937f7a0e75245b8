package io.github.mysqlaborted.log.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.mysqlaborted.log.LineReader;
import io.github.mysqlaborted.log.ReadTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of a log, each with a seed of its own. The model knows nothing of rotation: what
 * stands in any file of the directory when the tailer looks has to be read, and nothing may be read
 * twice. A crash takes back what was read and what had to be read since the last save alike.
 */
class LogTailerModelTest {

  private static final int HISTORIES = Integer.getInteger("tailer.histories", 1_000);
  private static final long FIRST_SEED = Long.getLong("tailer.seed", 1);
  private static final Pattern LINE = Pattern.compile("<(\\d+)( \\d+)*>");

  @TempDir private Path directory;

  private Random random;
  private TailedLog log;
  private final List<String> history = new ArrayList<>();
  private final Set<String> due = new HashSet<>();
  private Set<String> dueWhenSaved = Set.of();
  private boolean wasShort;
  private boolean isCopied;
  private int written;
  private String unwritten;

  @BeforeEach
  void mute() {
    Logger.getLogger(ReadTrouble.class.getName()).setLevel(Level.SEVERE);
  }

  @AfterEach
  void unmute() {
    Logger.getLogger(ReadTrouble.class.getName()).setLevel(null);
  }

  @Test
  void readsEachLineOnceThatWasThereToBeRead() throws IOException {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
      random = new Random(seed);
      begin();
      try {
        for (int step = random.nextInt(30); step >= 0; step--) {
          step();
        }
        poll();
        log.close();
      } catch (IOException | RuntimeException | AssertionError e) {
        fail("seed " + seed + ": " + history, e);
      }
    }
  }

  private void begin() throws IOException {
    FilesOf.deleteAll(directory);
    history.clear();
    due.clear();
    written = 0;
    unwritten = "";
    log = TailedLog.in(directory);
    log.write("");
    poll();
    save();
  }

  private void step() throws IOException {
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> write();
      case 3 -> writeTorn();
      case 4 -> rename();
      case 5 -> reopen();
      case 6 -> {
        rename();
        reopen();
      }
      case 7 -> copyAndTruncate();
      case 8 -> deleteOldest();
      case 9 -> packOldest();
      case 10, 11 -> poll();
      case 12 -> save();
      case 13 -> {
        poll();
        save();
      }
      case 14 -> crash();
      default -> copyAside();
    }
  }

  private void write() throws IOException {
    for (int i = random.nextInt(3); i >= 0; i--) {
      history.add("write " + (written + 1));
      log.write(unwritten + nextLine() + "\n");
      unwritten = "";
    }
  }

  private void writeTorn() throws IOException {
    String line = unwritten.isEmpty() ? nextLine() + "\n" : unwritten;
    int part = random.nextInt(line.length());
    history.add("write " + part + " bytes of " + written);
    log.write(line.substring(0, part));
    unwritten = line.substring(part);
  }

  /** The first line of a file is longer than what identifies it, as the banner of a server is. */
  private String nextLine() throws IOException {
    written++;
    boolean isFirst = !Files.exists(log.path) || Files.size(log.path) == 0;
    int length = isFirst ? Fingerprint.MAX_HEAD : random.nextInt(100);
    StringBuilder line = new StringBuilder("<").append(written);
    while (line.length() < length) {
      line.append(' ').append(random.nextInt(1000));
    }
    return line.append('>').toString();
  }

  private void rename() throws IOException {
    history.add("rename");
    log.rename();
  }

  private void reopen() throws IOException {
    history.add("reopen");
    log.reopen();
  }

  /** A file of a few bytes that is emptied and grows again may look the same as before. */
  private void copyAndTruncate() throws IOException {
    if (Files.exists(log.path)) {
      if (wasShort) {
        poll();
      }
      history.add("copy");
      isCopied = true;
      log.copy();
      if (random.nextBoolean()) {
        write();
      }
      history.add("truncate");
      log.truncate();
    }
  }

  private void copyAside() throws IOException {
    if (Files.exists(log.path)) {
      boolean isNamedAsRotated = random.nextBoolean();
      history.add("copy aside " + isNamedAsRotated);
      String name = isNamedAsRotated ? "error.log-2026" : "error.log.bak";
      String number = "%08d".formatted(random.nextInt(100_000_000));
      Files.copy(log.path, log.sibling(name + number));
    }
  }

  /** With the first of two copies goes the only hint at what the file had between. */
  private void deleteOldest() throws IOException {
    for (int number = 10; number >= 1; number--) {
      Path oldest = log.sibling("error.log." + number);
      if (Files.exists(oldest)) {
        if (isCopied) {
          poll();
        }
        history.add("delete " + number);
        Files.delete(oldest);
        return;
      }
    }
  }

  private void packOldest() throws IOException {
    for (int number = 10; number >= 1; number--) {
      if (Files.exists(log.sibling("error.log." + number))) {
        history.add("pack " + number);
        log.pack("error.log." + number);
        return;
      }
    }
  }

  private void poll() throws IOException {
    history.add("poll");
    for (String name : log.names()) {
      if (!name.endsWith(".gz") && !name.startsWith("error.log.bak")) {
        String text = Files.readString(log.sibling(name));
        text.substring(0, text.lastIndexOf('\n') + 1)
            .lines()
            .filter(LINE.asMatchPredicate())
            .forEach(due::add);
      }
    }
    wasShort = Files.notExists(log.path) || Files.size(log.path) < LineReader.MAX_MARKER;
    isCopied = false;
    log.poll();
    List<String> read = log.lines.stream().filter(LINE.asMatchPredicate()).toList();
    assertThat(read).doesNotHaveDuplicates().containsAll(due);
  }

  private void save() throws IOException {
    history.add("save");
    log.save();
    dueWhenSaved = Set.copyOf(due);
  }

  private void crash() throws IOException {
    history.add("crash");
    log.crash();
    log.start();
    due.clear();
    due.addAll(dueWhenSaved);
  }
}
