package io.github.mysqlaborted.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What {@link LogBench} compares. */
final class LogPrograms {

  /** What {@code ReadLog} calls the time that it took without the start of the JVM. */
  static final String MILLISECONDS = "milliseconds";

  /** Each abort of {@link SampleLog} has one of these texts, and nothing else in it has. */
  private static final String ANY_ABORT =
      "Aborted connection|Access denied for user|Bad handshake|Got timeout reading communication";

  private final Program ours;
  private final Program mtail;

  LogPrograms(String classPath, Path mtailProgram, Path folder) {
    ours =
        new Program(
            "ours, JVM start included",
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                "io.github.mysqlaborted.follow.ReadLog",
                Program.FILE),
            output -> value(output, "accounts"));
    mtail =
        new Program(
            "mtail --one_shot",
            Map.of(),
            List.of(
                "mtail",
                "--one_shot",
                "--one_shot_format=prometheus",
                "--log_dir=" + folder,
                "--progs=" + mtailProgram,
                "--logs=" + Program.FILE),
            LogPrograms::sum);
  }

  Program ours() {
    return ours;
  }

  /** All of them, ours first. */
  List<Program> all() {
    return List.of(
        ours,
        search("C.UTF-8", "rg", "-c"),
        search("C.UTF-8", "rg", "--no-mmap", "-c"),
        search("C.UTF-8", "grep", "-cE"),
        search("C", "grep", "-cE"),
        mtail);
  }

  /** The number that stands behind {@code key} on a line of what {@code ReadLog} printed. */
  static long value(Measured run, String key) {
    return value(run.output(), key);
  }

  private static long value(String output, String key) {
    return output
        .lines()
        .filter(line -> line.startsWith(key + " "))
        .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1)))
        .findFirst()
        .orElse(-1);
  }

  private static Program search(String locale, String tool, String... flags) {
    String[] command = new String[flags.length + 3];
    command[0] = tool;
    System.arraycopy(flags, 0, command, 1, flags.length);
    command[flags.length + 1] = ANY_ABORT;
    command[flags.length + 2] = Program.FILE;
    String name = String.join(" ", tool, String.join(" ", flags));
    return new Program(
        tool.equals("grep") ? "LC_ALL=" + locale + " " + name : name,
        Map.of("LC_ALL", locale),
        List.of(command),
        output -> Long.parseLong(output.strip()));
  }

  /** The sum of all samples of an exposition. */
  private static long sum(String exposition) {
    return exposition
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
