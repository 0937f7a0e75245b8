package io.github.mysqlaborted.log.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of a log that logrotate rotates, packs and deletes, step by step, while the
 * tailer looks now and then, stops and is killed. Each line is read once, or it is said that
 * something is lost.
 */
class LogTailerPackedModelTest {

  private static final int HISTORIES = Integer.getInteger("tailer.packed", 300);
  private static final long FIRST_SEED = Long.getLong("tailer.seed", 1);

  @TempDir private Path directory;

  private Random random;
  private TailedLog log;
  private ModelRotation rotation;
  private final List<String> history = new ArrayList<>();
  private final Set<String> written = new HashSet<>();
  private int lookSeldom;

  /** It is looked often enough that rotation deletes nothing unseen: then nothing is lost. */
  private boolean isCalm;

  @BeforeEach
  void mute() {
    Logger.getLogger("io.github.mysqlaborted.log").setLevel(Level.OFF);
  }

  @AfterEach
  void unmute() {
    Logger.getLogger("io.github.mysqlaborted.log").setLevel(null);
  }

  @Test
  void readsEachLineOnceOrSaysThatSomethingIsLost() throws IOException {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
      random = new Random(seed);
      begin();
      try {
        for (int step = random.nextInt(30); step >= 0; step--) {
          step();
        }
        history.add("end");
        log.poll().poll();
        assertThat(log.lines).doesNotHaveDuplicates().isSubsetOf(written);
        long lost = log.tailer.statistics().lost();
        Set<String> missing = new HashSet<>(written);
        log.lines.forEach(missing::remove);
        if (isCalm) {
          assertThat(missing).isEmpty();
          assertThat(lost).isZero();
        }
        assertThat(missing.isEmpty() || lost > 0).as("said nothing of %s", missing).isTrue();
      } catch (IOException | RuntimeException | AssertionError e) {
        fail("seed " + seed + ": " + rotation + " " + history, e);
      } finally {
        log.close();
      }
    }
  }

  private void begin() throws IOException {
    FilesOf.deleteAll(directory);
    history.clear();
    written.clear();
    lookSeldom = 1 + random.nextInt(30);
    log = TailedLog.in(directory);
    isCalm = random.nextInt(3) == 0;
    rotation = new ModelRotation(log, random, isCalm ? 4 : 1, this::between, this::lookOrCrash);
    log.write("");
    if (isCalm || rotation.keepsOne()) {
      write();
    }
    log.poll().save();
  }

  private void step() throws IOException {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> write();
      case 3, 4 -> {
        history.add("rotate(");
        rotation.rotate();
        history.add(")");
        if (isCalm) {
          log.poll().save();
        }
      }
      case 5 -> crash();
      default -> look();
    }
  }

  private void between() throws IOException {
    lookOrCrash();
    if (random.nextInt(20) == 0) {
      write();
    }
  }

  private void lookOrCrash() throws IOException {
    if (random.nextInt(lookSeldom) == 0) {
      look();
    }
    if (random.nextInt(40) == 0) {
      crash();
    }
  }

  private void write() throws IOException {
    for (int i = random.nextInt(3); i >= 0; i--) {
      String line = "%06d %s".formatted(written.size(), "x".repeat(60 + random.nextInt(600)));
      history.add(line.substring(0, 6));
      written.add(line);
      log.write(line + "\n");
    }
  }

  private void look() throws IOException {
    history.add("poll");
    log.poll();
    if (random.nextInt(3) > 0) {
      history.add("save");
      log.save();
    }
  }

  private void crash() throws IOException {
    history.add("crash");
    log.crash();
    log.start();
  }
}
