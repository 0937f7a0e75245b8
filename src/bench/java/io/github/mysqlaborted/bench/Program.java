package io.github.mysqlaborted.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * A program that counts aborted connections in a file. It runs under GNU time, which asks the
 * kernel what it used.
 *
 * @param name as it is called in the table
 * @param environment what it gets besides our own
 * @param command with {@link #FILE} where the file's name belongs
 * @param count how many aborted connections its output says
 */
record Program(
    String name,
    Map<String, String> environment,
    List<String> command,
    ToLongFunction<String> count) {

  /** Stands in a command for the name of the file. */
  static final String FILE = "FILE";

  Measured run(Path file) throws IOException {
    Path usage = Files.createTempFile("usage", ".txt");
    Path output = Files.createTempFile("output", ".txt");
    try {
      List<String> timed = new ArrayList<>(List.of("time", "-o", usage.toString()));
      timed.addAll(List.of("-f", "%U %S %M"));
      command.forEach(word -> timed.add(word.replace(FILE, file.toString())));
      ProcessBuilder builder = new ProcessBuilder(timed);
      builder.environment().putAll(environment);
      builder.redirectOutput(output.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
      long start = System.nanoTime();
      int status = builder.start().waitFor();
      Duration wall = Duration.ofNanos(System.nanoTime() - start);
      if (status != 0) {
        throw new IOException(name + " ended with status " + status);
      }
      String[] used = Files.readString(usage, UTF_8).strip().split(" ", -1);
      double processor = Double.parseDouble(used[0]) + Double.parseDouble(used[1]);
      return new Measured(
          wall,
          Duration.ofMillis(Math.round(1000 * processor)),
          1024 * Long.parseLong(used[2]),
          Files.readString(output, UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    } finally {
      Files.deleteIfExists(usage);
      Files.deleteIfExists(output);
    }
  }
}
