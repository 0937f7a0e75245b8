package io.github.mysqlaborted.log.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.mysqlaborted.log.ReadTrouble;
import io.github.mysqlaborted.log.StartFrom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of a log that is written, copied piece by piece and emptied, also between any
 * two accesses of the tailer to a file. Each line is read once; only what is written between the
 * two steps of {@code copytruncate} may be missed.
 */
class LogTailerRaceTest {

  private static final int HISTORIES = Integer.getInteger("tailer.races", 1_000);
  private static final long FIRST_SEED = Long.getLong("tailer.seed", 1);

  /** Per look of the tailer, so that it comes to an end. */
  private static final int MOST_MEANWHILE = 12;

  private static final int MOST_COPIES = 9;

  @TempDir private Path directory;

  private Random random;
  private TailedLog log;
  private final List<String> history = new ArrayList<>();
  private final Set<String> due = new TreeSet<>();

  /** Between the two steps of copytruncate. */
  private final Set<String> window = new HashSet<>();

  private int written;
  private int copies;
  private Progress progress;
  private int meanwhile;

  private enum Progress {
    WRITING,
    COPYING,
    COPIED
  }

  @BeforeEach
  void mute() {
    Logger.getLogger(ReadTrouble.class.getName()).setLevel(Level.SEVERE);
  }

  @AfterEach
  void unmute() {
    Logger.getLogger(ReadTrouble.class.getName()).setLevel(null);
  }

  @Test
  void readsEachLineOnceThoughTheLogIsEmptiedWhileItLooks() throws IOException {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
      random = new Random(seed);
      begin();
      try {
        for (int step = random.nextInt(40); step >= 0; step--) {
          step();
        }
        end();
        assertThat(read()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(due);
      } catch (IOException | RuntimeException | AssertionError e) {
        fail("seed " + seed + ": " + history, e);
      } finally {
        log.close();
      }
    }
  }

  private void begin() throws IOException {
    FilesOf.deleteAll(directory);
    history.clear();
    due.clear();
    window.clear();
    written = 0;
    copies = 0;
    meanwhile = 0;
    progress = Progress.WRITING;
    String source = directory.resolve("error.log").toString();
    log = new TailedLog(directory, source, StartFrom.BEGINNING, this::open);
    log.write("");
    log.poll().save();
  }

  private void step() throws IOException {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> poll();
      case 3 -> {
        history.add("save");
        log.save();
      }
      case 4 -> {
        if (random.nextInt(3) == 0) {
          history.add("crash");
          log.crash();
          log.start();
        }
      }
      default -> happen();
    }
  }

  private void end() throws IOException {
    while (progress != Progress.WRITING) {
      copyOn();
    }
    write();
    log.poll().poll();
    window.removeAll(read());
    due.removeAll(window);
  }

  private void poll() {
    history.add("poll(");
    meanwhile = MOST_MEANWHILE;
    log.poll();
    meanwhile = 0;
    history.add(")");
  }

  /** Opens a file before each access to which something may happen. */
  private LogBytes open(Path path) throws IOException {
    interrupt();
    LogBytes content = new WatchedLogBytes(LogBytes.ofFile(path), this::interrupt);
    interrupt();
    return content;
  }

  /** What the writer and the rotation do between two accesses of the tailer. */
  private void interrupt() {
    if (meanwhile > 0 && random.nextInt(6) == 0) {
      meanwhile--;
      try {
        happen();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void happen() throws IOException {
    if (progress == Progress.WRITING && (copies == MOST_COPIES || random.nextBoolean())) {
      write();
    } else {
      copyOn();
    }
  }

  private void write() throws IOException {
    written++;
    String number = "%06d".formatted(written);
    history.add(number);
    due.add(number);
    if (progress == Progress.COPIED) {
      window.add(number);
    }
    log.write(number + rest() + "\n");
  }

  /** The numbers of the lines that were read. */
  private List<String> read() {
    return log.lines.stream().map(line -> line.substring(0, Math.min(6, line.length()))).toList();
  }

  /** The first line of a file is longer than what identifies it, as the banner of a server is. */
  private String rest() throws IOException {
    boolean isFirst = Files.size(log.path) == 0;
    int length = isFirst ? Fingerprint.MAX_HEAD : random.nextInt(100);
    return "x".repeat(length);
  }

  private void copyOn() throws IOException {
    Path copy = log.sibling("error.log.1");
    switch (progress) {
      case WRITING -> {
        history.add("begin copy");
        log.shift();
        Files.createFile(copy);
        copies++;
        // What is empty is copied at once. If it were filled meanwhile, and the tailer looked for
        // the
        // first time just then, it would take the copy for a log that was renamed.
        progress = Files.size(log.path) == 0 ? Progress.COPIED : Progress.COPYING;
      }
      case COPYING -> {
        if (random.nextInt(4) == 0) {
          write();
        }
        byte[] all = Files.readAllBytes(log.path);
        int from = (int) Files.size(copy);
        int to = random.nextBoolean() ? all.length : from + random.nextInt(all.length - from + 1);
        Files.write(copy, Arrays.copyOfRange(all, from, to), StandardOpenOption.APPEND);
        history.add("copy to " + to);
        if (to == all.length) {
          progress = Progress.COPIED;
        }
      }
      case COPIED -> {
        if (random.nextInt(4) == 0) {
          write();
        }
        history.add("empty");
        log.truncate();
        progress = Progress.WRITING;
      }
    }
  }
}
