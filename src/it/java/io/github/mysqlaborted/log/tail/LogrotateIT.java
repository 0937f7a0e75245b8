package io.github.mysqlaborted.log.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Debian's logrotate in all its ways, a day after the other, while the tailer looks, does not look,
 * or is killed. What it read and what it says to be lost is what was written. {@code
 * -Dlogrotate.seed=7 -Dlogrotate.days=100} for another run of it.
 */
class LogrotateIT {

  private static final long SEED = Long.getLong("logrotate.seed", System.nanoTime());
  private static final int DAYS = Integer.getInteger("logrotate.days", 5);

  private static final List<String> NAMES =
      List.of("", "dateext", "dateext\n dateformat -%Y%m%d-%s", "extension .log");

  @TempDir private Path directory;

  private final Random random = new Random(SEED);
  private final List<String> written = new ArrayList<>();
  private TailedLog log;
  private Path config;

  /** There while logrotate waits for the server to open its log anew. */
  private Path flush;

  @BeforeEach
  void mute() {
    Logger.getLogger("io.github.mysqlaborted.log").setLevel(Level.OFF);
  }

  @AfterEach
  void unmute() {
    Logger.getLogger("io.github.mysqlaborted.log").setLevel(null);
  }

  static Stream<String> ways() {
    List<String> ways = new ArrayList<>();
    for (String how : List.of("create 0640 root root", "copytruncate")) {
      for (String compress : List.of("nocompress", "compress", "compress\n delaycompress")) {
        for (String names : NAMES) {
          for (int most : new int[] {1, 2, 2 * DAYS}) {
            String size = ways.size() % 2 == 0 ? "daily" : "maxsize 1";
            ways.add(
                " %s\n %s\n %s\n %s\n rotate %d\n".formatted(how, compress, names, size, most));
          }
        }
      }
    }
    return ways.stream();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void readsOrSaysToBeLostWhatWasWritten(String way) throws Exception {
    Path folder = Files.createDirectory(directory.resolve("log"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));
    flush = directory.resolve("flush");
    config =
        Files.writeString(
            directory.resolve("conf"),
            "%s/error.log {\n%s postrotate\n  touch %s\n  while [ -e %s ]; do sleep 0.01; done\n endscript\n}\n"
                .formatted(folder, way, flush, flush));
    log = TailedLog.in(folder);
    boolean keepsAll = way.contains("rotate " + 2 * DAYS);
    boolean isEmpty = keepsAll && random.nextBoolean();
    if (isEmpty) {
      log.write("");
    } else {
      write();
    }
    log.poll().save();
    for (int day = 1; day <= DAYS; day++) {
      write();
      live();
      rotate(day, way.contains("copytruncate"));
      live();
    }
    write();
    log.poll().poll();
    log.close();

    String run = "seed " + SEED + way;
    Set<String> missing = new HashSet<>(written);
    assertThat(missing).as(run).containsAll(log.lines);
    assertThat(log.lines).as(run).doesNotHaveDuplicates();
    log.lines.forEach(missing::remove);
    long lost = log.tailer.statistics().lost();
    assertThat(missing.isEmpty() || lost > 0).as("%s missing, %s", missing.size(), run).isTrue();
    if (keepsAll) {
      assertThat(missing).as(run).isEmpty();
      assertThat(isEmpty || lost == 0).as(run).isTrue();
    }
  }

  /** Of the tailer, between what happens to the log. */
  private void live() throws IOException {
    switch (random.nextInt(6)) {
      case 0, 1 -> log.poll().save();
      case 2 -> log.poll();
      case 3 -> {
        log.crash();
        log.start();
      }
      default -> {
        // Stopped: it does not look.
      }
    }
  }

  /** The server writes on while its log is renamed, until it is told to open it anew. */
  private void rotate(int day, boolean copies) throws Exception {
    Process logrotate =
        new ProcessBuilder(
                "faketime",
                "-f",
                "+" + 2 * day + "d",
                "logrotate",
                "--state=" + directory.resolve("state"),
                config.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    int looks = random.nextInt(30);
    int writes = copies ? 0 : random.nextInt(4);
    while (logrotate.isAlive()) {
      if (looks-- > 0) {
        live();
      }
      if (writes-- > 0) {
        write();
      }
      if (Files.exists(flush)) {
        log.reopen();
        Files.delete(flush);
      }
      Thread.onSpinWait();
    }
    assertThat(logrotate.waitFor()).as(Files.readString(directory.resolve("output"))).isZero();
  }

  private void write() throws IOException {
    for (int i = random.nextInt(4); i >= 0; i--) {
      String line =
          "%06d %s".formatted(written.size(), Integer.toHexString(random.nextInt()).repeat(20));
      written.add(line);
      log.write(line + "\n");
    }
  }
}
