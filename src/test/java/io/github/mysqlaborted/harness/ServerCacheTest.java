package io.github.mysqlaborted.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerCacheTest {
  @TempDir private Path root;

  @Test
  void makesAnEntryOnceForAllWhoWantItAtOnce() throws Exception {
    ServerCache cache = new ServerCache(root);
    AtomicInteger made = new AtomicInteger();
    List<Future<Path>> entries = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int i = 0; i < 4; i++) {
      entries.add(
          threads.submit(
              () ->
                  cache.entry(
                      "entry",
                      folder -> {
                        made.incrementAndGet();
                        Files.writeString(folder.resolve("file"), "content");
                      })));
    }
    for (Future<Path> entry : entries) {
      assertThat(entry.get().resolve("file")).hasContent("content");
    }
    threads.shutdown();

    assertThat(made).hasValue(1);
  }

  @Test
  void startsAnewAfterOneThatFailed() throws IOException {
    ServerCache cache = new ServerCache(root);
    assertThatThrownBy(
            () ->
                cache.entry(
                    "entry",
                    folder -> {
                      Files.writeString(folder.resolve("half"), "");
                      throw new IOException("no space");
                    }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot make " + root.resolve("entry") + ": no space");

    Path entry = cache.entry("entry", folder -> Files.writeString(folder.resolve("whole"), ""));

    assertThat(entry.resolve("whole")).exists();
    assertThat(entry.resolve("half")).doesNotExist();
    try (Stream<Path> names = Files.list(root)) {
      assertThat(names.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("entry", "entry.lock");
    }
  }
}
