package io.github.mysqlaborted.log.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.log.Recorder;
import io.github.mysqlaborted.log.StartFrom;
import io.github.mysqlaborted.state.CheckpointStore;
import io.github.mysqlaborted.state.RecordJson;
import io.github.mysqlaborted.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that counts lines and stores position and count as one, killed again and again. */
class LogTailerKillTest {

  private static final int ROUNDS = Integer.getInteger("tailer.kills", 10);

  @TempDir private Path directory;

  @Test
  @Timeout(600)
  void countsEachLineOnceHoweverOftenItIsKilled() throws Exception {
    Random random = new Random(3);
    long written = 0;
    long counted = 0;
    String state = directory.resolve("state").toString();
    try (TailedLog log = TailedLog.in(directory)) {
      for (int round = 0; round <= ROUNDS; round++) {
        try (ChildJvm child = ChildJvm.start("", CountingMain.class, log.path.toString(), state)) {
          counted = notLess(counted, child.readLine());
          for (int burst = 1 + random.nextInt(20); burst > 0; burst--) {
            for (int i = random.nextInt(50); i >= 0; i--) {
              log.write(++written + "\n");
            }
            if (random.nextInt(4) == 0) {
              log.rename();
            }
            if (random.nextInt(2) == 0) {
              log.reopen();
            }
            counted = notLess(counted, child.readLine());
          }
          while (round == ROUNDS && counted < written) {
            counted = notLess(counted, child.readLine());
          }
          child.kill();
          for (String line = child.readLine(); line != null; line = child.readLine()) {
            counted = notLess(counted, line);
          }
        }
        assertThat(counted).isLessThanOrEqualTo(written);
      }
    }
    assertThat(counted).isEqualTo(written);
  }

  private static long notLess(long before, String line) {
    long count = Long.parseLong(line);
    assertThat(count).isGreaterThanOrEqualTo(before);
    return count;
  }

  /** Prints how many lines it has counted once that is stored, again and again. */
  static final class CountingMain {

    public static void main(String[] arguments) throws IOException {
      Recorder recorder = new Recorder();
      long before = 0;
      try (CheckpointStore store = CheckpointStore.open(Path.of(arguments[1]));
          LogTailer tailer =
              new LogTailer(
                  LogLocation.of(arguments[0]),
                  StartFrom.BEGINNING,
                  recorder,
                  () -> Instant.EPOCH,
                  Ticker.system())) {
        byte[] stored = store.load().orElse(new byte[0]);
        if (stored.length > 0) {
          Saved saved = RecordJson.read(stored, Saved.class);
          before = saved.count();
          tailer.restore(saved.tail());
        }
        do {
          tailer.poll();
        } while (store.store(state(before + recorder.lines.size(), tailer))
            && !printFails(before + recorder.lines.size()));
      }
    }

    private record Saved(long count, TailCheckpoint tail) {}

    private static byte[] state(long count, LogTailer tailer) {
      return RecordJson.write(new Saved(count, tailer.save()));
    }

    private static boolean printFails(long count) {
      System.out.write((count + "\n").getBytes(UTF_8), 0, (count + "\n").length());
      System.out.flush();
      return System.out.checkError();
    }
  }
}
