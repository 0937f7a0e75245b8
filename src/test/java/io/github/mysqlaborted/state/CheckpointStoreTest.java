package io.github.mysqlaborted.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mysqlaborted.log.tail.ChildJvm;
import io.github.mysqlaborted.log.tail.FilesOf;
import io.github.mysqlaborted.log.tail.LoggedLines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {

  private static final byte[] CONTENT = "{\"offset\": 4711}\n".getBytes(UTF_8);

  @TempDir private Path directory;

  @Test
  void givesBackWhatWasStoredLast() throws IOException {
    try (CheckpointStore store = CheckpointStore.open(directory)) {
      assertThat(store.load()).isEmpty();
      assertThat(store.store(new byte[] {1})).isTrue();
      assertThat(store.store(CONTENT)).isTrue();
    }
    try (CheckpointStore store = CheckpointStore.open(directory)) {
      assertThat(store.load().orElseThrow()).isEqualTo(CONTENT);
      assertThat(store.isSetAside()).isFalse();
      assertThat(store.isWritable()).isTrue();
    }
    assertThat(names()).containsExactly("checkpoint", "lock");
  }

  @Test
  void givesBackAnEmptyContent() throws IOException {
    try (CheckpointStore store = CheckpointStore.open(directory)) {
      assertThat(store.store(new byte[0])).isTrue();
      assertThat(store.load().orElseThrow()).isEqualTo(new byte[0]);
    }
  }

  @Test
  void makesTheDirectory() throws IOException {
    Path made = directory.resolve("var/lib/exporter");
    try (CheckpointStore store = CheckpointStore.open(made)) {
      assertThat(store.store(CONTENT)).isTrue();
    }
    assertThat(made.resolve("checkpoint")).exists();
  }

  @Test
  void isReadableForItsOwnerOnly() throws IOException {
    try (CheckpointStore store = CheckpointStore.open(directory)) {
      store.store(CONTENT);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(checkpoint())))
        .isEqualTo("rw-------");
  }

  @Test
  void doesNotWriteTheSameContentTwice() throws IOException {
    try (CheckpointStore store = CheckpointStore.open(directory)) {
      store.store(CONTENT);
      Object written = fileKey();
      assertThat(store.store(CONTENT)).isTrue();
      assertThat(fileKey()).isEqualTo(written);
    }
  }

  @Test
  void setsAsideAFileCutOffAnywhere() throws IOException {
    byte[] whole = storedBytes();
    for (int length = 0; length < whole.length; length++) {
      assertIsSetAside(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void setsAsideAFileWithAnyByteChanged() throws IOException {
    byte[] whole = storedBytes();
    for (int i = 0; i < whole.length; i++) {
      for (int mask : new int[] {0x01, 0x20, whole[i]}) {
        byte[] damaged = whole.clone();
        damaged[i] ^= (byte) mask;
        assertIsSetAside(damaged);
      }
    }
  }

  @Test
  void setsAsideAFileThatEndsInNuls() throws IOException {
    byte[] whole = storedBytes();
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      Arrays.fill(damaged, i, damaged.length, (byte) 0);
      assertIsSetAside(damaged);
    }
  }

  @Test
  void setsAsideAFileWithMoreBehind() throws IOException {
    byte[] whole = storedBytes();
    assertIsSetAside(Arrays.copyOf(whole, whole.length + 1));
  }

  @Test
  void setsAsideWhatTheCallerCannotUse() throws IOException {
    try (CheckpointStore store = CheckpointStore.open(directory)) {
      store.store(CONTENT);
      store.load();
      store.setAside("of another shape");
      assertThat(store.isSetAside()).isTrue();
      assertThat(store.load()).isEmpty();
      assertThat(store.store(CONTENT)).isTrue();
      assertThat(store.load().orElseThrow()).isEqualTo(CONTENT);
    }
  }

  @Test
  void keepsTheOldContentWhenKilledBeforeTheRename() throws IOException {
    byte[] whole = storedBytes();
    for (int length = 0; length <= whole.length; length++) {
      Files.write(directory.resolve("checkpoint.tmp"), Arrays.copyOf(whole, length));
      try (CheckpointStore store = CheckpointStore.open(directory)) {
        assertThat(store.load().orElseThrow()).isEqualTo(CONTENT);
        assertThat(store.store(new byte[] {(byte) length})).isTrue();
        assertThat(store.load().orElseThrow()).isEqualTo(new byte[] {(byte) length});
        assertThat(store.store(CONTENT)).isTrue();
      }
      assertThat(names()).containsExactly("checkpoint", "lock");
    }
  }

  @Test
  void holdsAWholeContentWheneverTheProcessIsKilled() throws Exception {
    Random random = new Random(42);
    for (int round = 0; round < 8; round++) {
      int printed = -1;
      try (ChildJvm child = ChildJvm.start("", StoringMain.class, directory.toString())) {
        for (int i = random.nextInt(60); i >= 0; i--) {
          printed = Integer.parseInt(child.readLine());
        }
        child.kill();
        for (String line = child.readLine(); line != null; line = child.readLine()) {
          printed = Integer.parseInt(line);
        }
      }
      try (CheckpointStore store = CheckpointStore.open(directory)) {
        byte[] content = store.load().orElseThrow();
        int last = StoringMain.numberOf(content);
        assertThat(content).isEqualTo(StoringMain.content(last));
        assertThat(last).isBetween(printed, printed + 1);
      }
    }
  }

  /** Stores one content after the other, and prints the number of each when it is stored. */
  static final class StoringMain {

    public static void main(String[] arguments) throws IOException {
      try (CheckpointStore store = CheckpointStore.open(Path.of(arguments[0]))) {
        int next = store.load().map(StoringMain::numberOf).orElse(-1) + 1;
        while (store.store(content(next))) {
          System.out.println(next);
          next++;
        }
      }
    }

    static byte[] content(int number) {
      byte[] content = new byte[100_000];
      new Random(number).nextBytes(content);
      return ByteBuffer.wrap(content).putInt(number).array();
    }

    static int numberOf(byte[] content) {
      return ByteBuffer.wrap(content).getInt();
    }
  }

  @Test
  void isRefusedToASecondExporter() throws IOException {
    try (CheckpointStore first = CheckpointStore.open(directory)) {
      assertThatThrownBy(() -> CheckpointStore.open(directory))
          .hasMessage(directory + ": in use by another mysql-aborted-exporter");
      assertThat(first.store(CONTENT)).isTrue();
    }
    CheckpointStore.open(directory).close();
  }

  @Test
  void isRefusedToAnotherProcess() throws Exception {
    try (ChildJvm child = ChildJvm.start("", StoringMain.class, directory.toString())) {
      child.readLine();
      assertThatThrownBy(() -> CheckpointStore.open(directory))
          .hasMessage(directory + ": in use by another mysql-aborted-exporter");
      child.kill();
    }
    CheckpointStore.open(directory).close();
  }

  @Test
  void isRefusedToAnotherThoughTheLockWasDeleted() throws Exception {
    for (String instead : List.of("", "another")) {
      try (ChildJvm child = ChildJvm.start("", StoringMain.class, directory.toString())) {
        child.readLine();
        Files.delete(directory.resolve("lock"));
        if (!instead.isEmpty()) {
          Files.writeString(directory.resolve("lock"), instead);
        }
        child.readLine();
        child.readLine();
        assertThatThrownBy(() -> CheckpointStore.open(directory))
            .hasMessage(directory + ": in use by another mysql-aborted-exporter");
        child.kill();
      }
      CheckpointStore.open(directory).close();
    }
  }

  @Test
  void storesNothingMoreWhenAnotherHasTheDirectory() throws Exception {
    try (LoggedLines logged = LoggedLines.of(CheckpointStore.class);
        CheckpointStore first = CheckpointStore.open(directory)) {
      first.store(CONTENT);
      assertThat(first.keep()).isTrue();
      Files.delete(directory.resolve("lock"));
      try (CheckpointStore second = CheckpointStore.open(directory)) {
        assertThat(second.store(new byte[] {2})).isTrue();
        assertThat(first.keep()).isFalse();
        assertThat(first.store(new byte[] {3})).isFalse();
        assertThat(first.isWritable()).isFalse();
        assertThat(second.keep()).isTrue();
      }
      assertThat(first.store(new byte[] {4})).isFalse();
      assertThat(first.load().orElseThrow()).isEqualTo(new byte[] {2});
      assertThat(logged.lines())
          .containsExactly(
              "the state cannot be stored in "
                  + checkpoint()
                  + " any more: "
                  + "io.github.mysqlaborted.state.DirectoryLock$UnavailableException: "
                  + directory
                  + ": in use by another mysql-aborted-exporter");
    }
  }

  @Test
  @Timeout(60)
  void setsAsideWhatIsNoFileAndWaitsForNothing() throws Exception {
    for (List<String> command :
        List.of(
            List.of("mkfifo", "checkpoint"),
            List.of("ln", "-s", "checkpoint", "checkpoint"),
            List.of("ln", "-s", "/dev/zero", "checkpoint"),
            List.of("mkdir", "checkpoint"),
            List.of("truncate", "--size=1T", "checkpoint"))) {
      assertThat(new ProcessBuilder(command).directory(directory.toFile()).start().waitFor())
          .isZero();
      try (LoggedLines logged = LoggedLines.of(CheckpointStore.class);
          CheckpointStore store = CheckpointStore.open(directory)) {
        assertThat(store.load()).as("%s", command).isEmpty();
        assertThat(store.isSetAside()).isTrue();
        assertThat(logged.lines()).singleElement().asString().contains("it is set aside");
        assertThat(store.store(CONTENT)).isTrue();
        assertThat(store.load().orElseThrow()).isEqualTo(CONTENT);
      }
      FilesOf.deleteAll(directory);
    }
  }

  @Test
  @Timeout(60)
  void isRefusedWhereTheLockIsNoFile() throws Exception {
    for (List<String> command :
        List.of(
            List.of("mkfifo", "lock"),
            List.of("ln", "-s", "lock", "lock"),
            List.of("mkdir", "lock"))) {
      assertThat(new ProcessBuilder(command).directory(directory.toFile()).start().waitFor())
          .isZero();
      assertThatThrownBy(() -> CheckpointStore.open(directory))
          .hasMessage(directory.resolve("lock") + ": no regular file: remove it");
      assertThat(StateDirectory.trouble(directory))
          .contains(directory.resolve("lock") + ": no regular file: remove it");
      FilesOf.deleteAll(directory);
    }
  }

  @Test
  void saysOnOneLineThatABadFileCannotBeSetAside() throws IOException {
    Files.createDirectories(directory.resolve("checkpoint.bad/full"));
    Files.writeString(checkpoint(), "nonsense");
    try (LoggedLines logged = LoggedLines.of(CheckpointStore.class);
        CheckpointStore store = CheckpointStore.open(directory)) {
      assertThat(store.load()).isEmpty();
      assertThat(logged.lines())
          .singleElement()
          .asString()
          .startsWith(
              checkpoint() + " is cut off, or no checkpoint at all; it cannot be set aside (java.")
          .endsWith("), and all starts anew")
          .doesNotContain("{}");
    }
  }

  @Test
  void goesOnInADirectoryWhereNobodyCanWrite() throws IOException {
    try (LoggedLines logged = LoggedLines.of(CheckpointStore.class);
        CheckpointStore store = CheckpointStore.open(Path.of("/sys"))) {
      assertThat(store.isWritable()).isFalse();
      assertThat(store.load()).isEmpty();
      for (int i = 0; i < 100; i++) {
        assertThat(store.store(new byte[] {(byte) i})).isFalse();
      }
      assertThat(store.isSetAside()).isFalse();
      assertThat(logged.lines())
          .singleElement()
          .asString()
          .startsWith("the state cannot be stored in /sys/checkpoint and is tried again: ");
    }
  }

  @Test
  void storesAgainWhenTheDirectoryIsBack() throws IOException {
    Path state = Files.writeString(directory.resolve("state"), "a file, not a directory");
    try (LoggedLines logged = LoggedLines.of(CheckpointStore.class);
        CheckpointStore store = CheckpointStore.open(state)) {
      assertThat(store.store(CONTENT)).isFalse();
      Files.delete(state);
      assertThat(store.store(CONTENT)).isFalse();
      Files.createDirectory(state);
      assertThat(store.store(CONTENT)).isTrue();
      assertThat(store.isWritable()).isTrue();
      assertThat(store.load().orElseThrow()).isEqualTo(CONTENT);
      assertThatThrownBy(() -> CheckpointStore.open(state)).hasMessageContaining("in use");
      assertThat(logged.lines()).hasSize(2);
    }
  }

  @Test
  void saysOnceThatTheFileCannotBeReplaced() throws IOException {
    Files.createDirectories(checkpoint().resolve("mounted"));
    try (LoggedLines logged = LoggedLines.of(CheckpointStore.class);
        CheckpointStore store = CheckpointStore.open(directory)) {
      for (int i = 0; i < 10; i++) {
        assertThat(store.store(CONTENT)).isFalse();
        assertThat(names()).containsExactly("checkpoint", "lock");
      }
      assertThat(logged.lines()).hasSize(1);
      Files.delete(checkpoint().resolve("mounted"));
      Files.delete(checkpoint());
      assertThat(store.store(CONTENT)).isTrue();
      assertThat(logged.lines()).hasSize(2);
    }
  }

  @Test
  void keepsTheOldContentWhenTheNewOneDoesNotFit() throws Exception {
    try (ChildJvm child = ChildJvm.start("ulimit -f 8", LimitedMain.class, directory.toString())) {
      List<String> said = new ArrayList<>();
      for (String line = child.readLine(); line != null; line = child.readLine()) {
        said.add(line);
      }
      assertThat(said)
          .containsExactly(
              "100 true", "100000 false", "[checkpoint, lock]", "100 loaded", "200 true");
    }
  }

  /** Stores more than it may write, then less. */
  static final class LimitedMain {

    public static void main(String[] arguments) throws IOException {
      Path directory = Path.of(arguments[0]);
      try (CheckpointStore store = CheckpointStore.open(directory)) {
        System.out.println("100 " + store.store(new byte[100]));
        System.out.println("100000 " + store.store(new byte[100_000]));
        System.out.println(namesIn(directory));
        System.out.println(store.load().orElseThrow().length + " loaded");
        System.out.println("200 " + store.store(new byte[200]));
      }
    }
  }

  private void assertIsSetAside(byte[] damaged) throws IOException {
    Files.write(checkpoint(), damaged);
    try (LoggedLines logged = LoggedLines.of(CheckpointStore.class);
        CheckpointStore store = CheckpointStore.open(directory)) {
      assertThat(store.load()).isEmpty();
      assertThat(store.isSetAside()).isTrue();
      assertThat(logged.lines()).hasSize(1);
      assertThat(names()).containsExactly("checkpoint.bad", "lock");
      assertThat(directory.resolve("checkpoint.bad")).hasBinaryContent(damaged);
      assertThat(store.store(CONTENT)).isTrue();
      assertThat(store.load().orElseThrow()).isEqualTo(CONTENT);
    }
  }

  private byte[] storedBytes() throws IOException {
    try (CheckpointStore store = CheckpointStore.open(directory)) {
      store.store(CONTENT);
    }
    return Files.readAllBytes(checkpoint());
  }

  private Path checkpoint() {
    return directory.resolve("checkpoint");
  }

  private Object fileKey() throws IOException {
    return Files.getAttribute(checkpoint(), "unix:ino");
  }

  private List<String> names() throws IOException {
    return namesIn(directory);
  }

  private static List<String> namesIn(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
