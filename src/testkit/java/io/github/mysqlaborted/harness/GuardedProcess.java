package io.github.mysqlaborted.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program that does not outlive this JVM, however that ends.
 *
 * <p>A shell starts it and kills it when its own standard input ends. The other end of that pipe is
 * held by nobody but this JVM, so the kernel closes it even after {@code kill -9}. Signals that a
 * terminal sends to all of its processes leave shell and program alone: who starts the program
 * decides when it ends.
 */
public final class GuardedProcess implements AutoCloseable {
  private static final String GUARD =
      """
      trap '' HUP INT TERM
      exec 3<&0
      (trap - HUP TERM; exec "$@" </dev/null 3<&- >>"$0" 2>&1) &
      program=$!
      (read -r nothing <&3; kill -9 $program) >/dev/null 2>&1 &
      guard=$!
      echo $program
      wait $program
      status=$?
      kill -9 $guard
      exit $status
      """;

  private final Process shell;
  private final long pid;

  private GuardedProcess(Process shell, long pid) {
    this.shell = shell;
    this.pid = pid;
  }

  /**
   * Starts the program.
   *
   * @param folder its working directory
   * @param output the file that its output is appended to
   */
  public static GuardedProcess start(Path folder, Path output, List<String> command)
      throws IOException {
    List<String> guarded = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, output.toString()));
    guarded.addAll(command);
    Process shell =
        new ProcessBuilder(guarded)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader reader = shell.inputReader(StandardCharsets.US_ASCII);
    String pid =
        Optional.ofNullable(reader.readLine()).orElseThrow(() -> new IOException("no shell"));
    return new GuardedProcess(shell, Long.parseLong(pid));
  }

  /** Its process id. */
  public long pid() {
    return pid;
  }

  public boolean isAlive() {
    return shell.isAlive();
  }

  /** Sends a signal, as {@code "TERM"}. */
  public void signal(String name) throws IOException {
    Command.run(Path.of("/"), List.of("/bin/sh", "-c", "kill -s " + name + " " + pid));
  }

  /** Its exit status, 128 and the signal's number after a signal; empty if it runs on. */
  public Optional<Integer> waitFor(Duration limit) throws InterruptedException {
    return shell.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
        ? Optional.of(shell.exitValue())
        : Optional.empty();
  }

  /** Kills it if it still runs, and waits until it is gone. */
  @Override
  public void close() throws IOException {
    shell.getOutputStream().close();
    boolean interrupted = false;
    while (shell.isAlive()) {
      try {
        shell.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
