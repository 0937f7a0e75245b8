package io.github.mysqlaborted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.MysqldConfig;
import io.github.mysqlaborted.config.Secret;
import io.github.mysqlaborted.harness.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReloaderTest {
  @TempDir private Path folder;

  private final List<ConnectionSettings> taken = new ArrayList<>();
  private Path myCnf;
  private Path password;
  private Reloader reloader;

  @BeforeEach
  void configure() throws Exception {
    myCnf = Files.writeString(folder.resolve("my.cnf"), "[client]\nuser=first\n");
    password = Files.writeString(folder.resolve("password"), "old\n");
    MysqldConfig config =
        new MysqldConfig(
            Optional.of(myCnf),
            folder,
            Optional.empty(),
            Optional.empty(),
            Optional.of(password),
            Optional.empty());
    reloader = new Reloader(() -> taken.add(config.load()));
  }

  @Test
  void takesUpTheFilesAsTheyAreNow() throws Exception {
    Files.writeString(myCnf, "[client]\nuser=second\n");
    Files.writeString(password, "new\n");

    reloader.answer(null);

    assertThat(reloader.isSuccessful()).isTrue();
    assertThat(taken).singleElement().extracting(ConnectionSettings::user).isEqualTo("second");
    assertThat(taken)
        .singleElement()
        .extracting(ConnectionSettings::password)
        .isEqualTo(Secret.of("new"));
  }

  @Test
  void leavesEverythingAsItIsWhenAFileIsWrong() throws Exception {
    Files.writeString(myCnf, "[client\nuser=second\n");
    reloader.answer(null);

    assertThat(reloader.isSuccessful()).isFalse();
    assertThat(taken).isEmpty();

    Files.writeString(myCnf, "[client]\nuser=third\n");
    reloader.answer(null);

    assertThat(reloader.isSuccessful()).isTrue();
    assertThat(taken).hasSize(1);
  }

  @Test
  void letsOneWaitAndTurnsOthersAway() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicInteger readings = new AtomicInteger();
    Reloader slow =
        new Reloader(
            () -> {
              readings.incrementAndGet();
              begun.countDown();
              Await.within(Duration.ofSeconds(30), () -> mayEnd.getCount() == 0);
              return false;
            });
    Thread first = new Thread(slow::reload);
    Thread waiting = new Thread(slow::reload);
    first.start();
    begun.await();
    waiting.start();
    assertThat(
            Await.within(Duration.ofSeconds(30), () -> waiting.getState() == Thread.State.BLOCKED))
        .isTrue();

    for (int i = 0; i < 100; i++) {
      slow.reload();
    }
    assertThat(readings).hasValue(1);
    mayEnd.countDown();
    first.join();
    waiting.join();
    assertThat(readings).hasValue(2);
    slow.reload();
    assertThat(readings).hasValue(3);
  }

  @Test
  void isSuccessfulBeforeTheFirst() {
    assertThat(reloader.isSuccessful()).isTrue();
    assertThat(reloader.method()).isEqualTo("POST");
  }
}
