package io.github.mysqlaborted.chaos;

import io.github.mysqlaborted.harness.ExporterProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An exporter that is killed and started again at random moments until it is told to stay. */
final class KilledExporter implements AutoCloseable {
  private static final Duration STOP_LIMIT = Duration.ofMinutes(5);

  private final Path jar;
  private final int port;
  private final Path folder;
  private final List<String> flags;
  private final Random random;
  private final CountDownLatch stay = new CountDownLatch(1);
  private final FutureTask<Integer> killing = new FutureTask<>(this::killAgainAndAgain);
  private ExporterProcess exporter;

  private KilledExporter(Path jar, int port, Path folder, List<String> flags, Random random) {
    this.jar = jar;
    this.port = port;
    this.folder = folder;
    this.flags = List.copyOf(flags);
    this.random = random;
  }

  static KilledExporter start(Path jar, int port, Path folder, List<String> flags, Random random)
      throws IOException {
    KilledExporter killed = new KilledExporter(jar, port, folder, flags, random);
    killed.exporter = ExporterProcess.start(jar, port, folder, flags);
    new Thread(killed.killing, "killer").start();
    return killed;
  }

  /** Leaves it running; how often it was killed. */
  int stay() throws IOException {
    stay.countDown();
    try {
      return killing.get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the exporter is not there again", e);
    }
  }

  private int killAgainAndAgain() throws IOException, InterruptedException {
    int kills = 0;
    while (!stay.await(random.nextInt(4000), TimeUnit.MILLISECONDS)) {
      exporter.kill();
      kills++;
      stay.await(random.nextInt(1000), TimeUnit.MILLISECONDS);
      exporter = ExporterProcess.start(jar, port, folder, flags);
    }
    return kills;
  }

  /** Ends it for good. */
  @Override
  public void close() throws IOException {
    try {
      stay();
    } finally {
      exporter.close();
    }
  }
}
