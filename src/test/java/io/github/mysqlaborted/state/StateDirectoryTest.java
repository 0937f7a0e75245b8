package io.github.mysqlaborted.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mysqlaborted.log.tail.ChildJvm;
import io.github.mysqlaborted.log.tail.FilesOf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

class StateDirectoryTest {

  /** Of the user nobody, who owns no files. */
  private static final String AS_NOBODY =
      "command -v setpriv > /dev/null && set -- setpriv --reuid=65534 --regid=65534 --clear-groups \"$@\"";

  @TempDir private Path folder;
  private Path state;

  @BeforeEach
  void open() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    state = folder.resolve("state");
  }

  @Test
  void findsNothingWrongWithADirectoryThatIsThereOrCanBeMade() throws IOException {
    assertThat(StateDirectory.trouble(state)).isEmpty();
    assertThat(state).doesNotExist();
    CheckpointStore.open(state).close();
    assertThat(StateDirectory.trouble(state)).isEmpty();
    assertThat(state.resolve("lock")).exists();
  }

  @Test
  void saysThatItIsNoDirectory() throws IOException {
    Files.writeString(state, "");
    assertThat(StateDirectory.trouble(state)).contains(state + " is no directory");
    assertThat(StateDirectory.trouble(state.resolve("below"))).contains(state + " is no directory");
  }

  @Test
  void saysThatAnotherHasIt() throws Exception {
    try (ChildJvm child = ChildJvm.start("", HoldingMain.class, state.toString())) {
      assertThat(child.readLine()).isEqualTo("taken");
      assertThat(StateDirectory.trouble(state))
          .contains("in use by another mysql-aborted-exporter");
      child.kill();
    }
    assertThat(StateDirectory.trouble(state)).isEmpty();
  }

  @Test
  void saysWhoOwnsWhatRootHasWrittenAndWhatToType() throws Exception {
    assumeTrue(Files.getOwner(folder).getName().equals("root"), "only root can be another user");
    try (CheckpointStore store = CheckpointStore.open(state)) {
      store.store(new byte[] {1});
    }
    String mend = " belongs to root, and the exporter runs as nobody: ";
    assertThat(asNobody())
        .containsExactly(
            "trouble " + state + mend + "sudo chown -R nobody " + state,
            "open " + state + ": " + state + mend + "sudo chown -R nobody " + state);
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.setPosixFilePermissions(
        state.resolve("lock"), PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(asNobody())
        .containsExactly(
            "trouble " + state.resolve("checkpoint") + mend + "sudo chown -R nobody " + state,
            "open "
                + state
                + ": "
                + state.resolve("checkpoint")
                + mend
                + "sudo chown -R nobody "
                + state);
    assertThat(state.resolve("checkpoint")).exists();
    FilesOf.deleteAll(state);
    Files.delete(state);
    assertThat(asNobody().get(0))
        .isEqualTo(
            "trouble it cannot be made, since "
                + folder
                + mend
                + "sudo install --directory --owner=nobody "
                + state);
    Files.createDirectory(state);
    assertThat(new ProcessBuilder("chown", "65534", state.toString()).start().waitFor()).isZero();
    assertThat(asNobody()).containsExactly("trouble ", "open true");
  }

  private List<String> asNobody() throws Exception {
    String classPath = readableByAll(LookingMain.class, StateDirectory.class, Logger.class);
    try (ChildJvm child =
        ChildJvm.start(AS_NOBODY, classPath, LookingMain.class, state.toString())) {
      return List.of(child.readLine(), child.readLine());
    }
  }

  /** Copies what classes were loaded from: it may be below the home of root. */
  private String readableByAll(Class<?>... classes) throws Exception {
    List<String> path = new ArrayList<>();
    for (Class<?> type : classes) {
      Path source = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path copy = folder.resolve("classes" + path.size() + ".jar");
      path.add(copy.toString());
      List<String> command =
          List.of("cp", "--recursive", "--no-target-directory", source + "", copy + "");
      assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
      command = List.of("chmod", "--recursive", "a+rX", copy.toString());
      assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }
    return String.join(":", path);
  }

  /** Has a directory until it is killed. */
  static final class HoldingMain {

    public static void main(String[] arguments) throws IOException {
      try (CheckpointStore store = CheckpointStore.open(Path.of(arguments[0]))) {
        System.out.println("taken");
        while (System.in.read() >= 0 && store.isWritable()) {}
      }
    }
  }

  /** Says what is wrong with a directory, and what comes of opening it. */
  static final class LookingMain {

    public static void main(String[] arguments) {
      Path directory = Path.of(arguments[0]);
      System.out.println("trouble " + StateDirectory.trouble(directory).orElse(""));
      try (CheckpointStore store = CheckpointStore.open(directory)) {
        System.out.println("open " + store.store(new byte[] {1}));
      } catch (IOException e) {
        System.out.println("open " + e.getMessage());
      }
    }
  }
}
