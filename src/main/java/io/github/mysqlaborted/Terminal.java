package io.github.mysqlaborted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a stream of this process goes to a terminal, as Linux tells. */
final class Terminal {

  private static final int OUTPUT = 1;
  private static final int ERROR = 2;

  private Terminal() {}

  static boolean isOutput() {
    return is(OUTPUT);
  }

  static boolean isError() {
    return is(ERROR);
  }

  private static boolean is(int stream) {
    try {
      String target =
          Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(stream))).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
