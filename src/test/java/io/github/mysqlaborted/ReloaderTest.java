package io.github.mysqlaborted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.MysqldConfig;
import io.github.mysqlaborted.config.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  void isSuccessfulBeforeTheFirst() {
    assertThat(reloader.isSuccessful()).isTrue();
    assertThat(reloader.method()).isEqualTo("POST");
  }
}
