package io.github.mysqlaborted.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast an error log is read, beside tools that search one or count its records. Every tool has
 * to count as many aborted connections as were written, and ours as many of each reason.
 *
 * <p>The tools take turns, so that what else the machine does meanwhile is shared by all.
 */
final class LogBench {

  private static final int ROUNDS = 5;
  private static final int MEGA = 1_000_000;

  private final Path folder;
  private final long size;
  private final LogPrograms programs;

  private LogBench(Path folder, long size, LogPrograms programs) {
    this.folder = folder;
    this.size = size;
    this.programs = programs;
  }

  /**
   * Takes the folder for the files, their size in MB, the class path with {@code ReadLog}, and the
   * program for mtail.
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    LogPrograms programs = new LogPrograms(arguments[2], Path.of(arguments[3]), folder);
    LogBench bench = new LogBench(folder, Long.parseLong(arguments[1]) * MEGA, programs);
    System.out.printf(
        "JDK %s, %d processors, medians of %d runs%n",
        Runtime.version(), Runtime.getRuntime().availableProcessors(), ROUNDS);
    bench.run("sparse", 1);
    bench.run("dense", 90);
  }

  private void run(String name, int percent) throws IOException {
    Path file = folder.resolve(name + ".log");
    SampleLog log = new SampleLog(percent);
    long bytes = log.write(file, size);
    Map<Program, List<Measured>> runs = new LinkedHashMap<>();
    List<Duration> alone = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (Program program : programs.all()) {
        Measured run = program.run(file);
        check(program.name(), log.aborts(), program.count().applyAsLong(run.output()));
        runs.computeIfAbsent(program, key -> new ArrayList<>()).add(run);
      }
      Measured ours = runs.get(programs.ours()).get(round);
      log.counts().forEach((key, count) -> check(key, count, LogPrograms.value(ours, key)));
      alone.add(Duration.ofMillis(LogPrograms.value(ours, LogPrograms.MILLISECONDS)));
    }
    System.out.printf(
        "%n%s: %d bytes, %d records, %d aborts%n", name, bytes, log.records(), log.aborts());
    System.out.printf(
        "%-28s %8s %8s %8s %8s %10s%n", "", "s", "MB/s", "cpu s", "peak MB", "ours is");
    double oursWall = seconds(runs.get(programs.ours()).stream().map(Measured::wall).toList());
    runs.forEach((program, measured) -> print(program.name(), bytes, measured, oursWall));
    double reading = seconds(alone);
    System.out.printf(
        "%-28s %8.2f %8.0f%n", "ours, without JVM start", reading, bytes / reading / MEGA);
  }

  private static void print(String name, long bytes, List<Measured> runs, double oursWall) {
    double wall = seconds(runs.stream().map(Measured::wall).toList());
    double processor = seconds(runs.stream().map(Measured::processor).toList());
    long peak = runs.stream().map(Measured::peakBytes).sorted().toList().get(ROUNDS / 2);
    System.out.printf(
        "%-28s %8.2f %8.0f %8.2f %8d %9.2fx%n",
        name, wall, bytes / wall / MEGA, processor, peak / MEGA, wall / oursWall);
  }

  private static double seconds(List<Duration> durations) {
    return durations.stream().sorted().toList().get(durations.size() / 2).toNanos() / 1e9;
  }

  private static void check(String what, long written, long counted) {
    if (written != counted) {
      throw new IllegalStateException(
          "%s: %d were written, %d counted".formatted(what, written, counted));
    }
  }
}
