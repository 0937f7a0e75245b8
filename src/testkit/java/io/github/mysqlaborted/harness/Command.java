package io.github.mysqlaborted.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Runs a program to its end. */
public final class Command {
  private Command() {}

  /** What the program wrote to standard output and error; it has to end with 0. */
  public static String run(Path folder, List<String> command) throws IOException {
    StringBuilder output = new StringBuilder();
    int status = run(folder, command, line -> output.append(line).append('\n'));
    if (status != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + status + ":\n" + output);
    }
    return output.toString();
  }

  /** Passes on each line (ended by line feed or carriage return) and returns the exit status. */
  static int run(Path folder, List<String> command, Consumer<String> lines) throws IOException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      process.getOutputStream().close();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.accept(line);
      }
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(command.get(0) + " interrupted");
    } finally {
      process.destroy();
    }
  }
}
