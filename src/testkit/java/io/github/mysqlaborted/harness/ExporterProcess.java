package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The built exporter as a child process, with an account that may do as little as it needs. */
public final class ExporterProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

  private final GuardedProcess process;
  private final Path log;
  private final URI address;

  private ExporterProcess(GuardedProcess process, Path log, URI address) {
    this.process = process;
    this.log = log;
    this.address = address;
  }

  /** The jar that the build made, as the integration tests are told of it. */
  public static Path builtJar() {
    return Path.of(System.getProperty("exporter.jar", "target/mysql-aborted-exporter.jar"));
  }

  /**
   * Starts it to watch {@code server} and its error log, with an account of its own there.
   *
   * @param port on loopback
   * @param folder for its settings and its own log
   */
  public static ExporterProcess watch(
      Path jar, int port, Server server, Path folder, String... flags) throws IOException {
    List<String> all = new ArrayList<>();
    all.add("--config.my-cnf=" + writeMyCnf(server, folder));
    all.add("--errorlog.file=" + server.errorLog());
    all.addAll(List.of(flags));
    return start(jar, port, folder, all);
  }

  /** Starts it with just these flags, and one more for the port. */
  public static ExporterProcess start(Path jar, int port, Path folder, List<String> flags)
      throws IOException {
    return start(jar, port, folder, flags, List.of());
  }

  /**
   * The same, with more in its environment.
   *
   * @param variables each as {@code NAME=value}
   */
  public static ExporterProcess startWith(
      List<String> variables, Path jar, int port, Path folder, List<String> flags)
      throws IOException {
    List<String> before = new ArrayList<>(List.of("env"));
    before.addAll(variables);
    return start(jar, port, folder, flags, before);
  }

  /** The same, with a file as its standard input: a named pipe, too. */
  public static ExporterProcess startReading(
      Path input, Path jar, int port, Path folder, List<String> flags) throws IOException {
    return start(
        jar,
        port,
        folder,
        flags,
        List.of("/bin/sh", "-c", "exec \"$@\" <\"$0\"", input.toString()));
  }

  private static ExporterProcess start(
      Path jar, int port, Path folder, List<String> flags, List<String> before) throws IOException {
    if (!Files.isReadable(jar)) {
      throw new IOException(jar + " is not there: build it first");
    }
    Path log = folder.resolve("exporter.log");
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(jar.toAbsolutePath().toString());
    command.addAll(flags);
    command.add("--web.listen-address=127.0.0.1:" + port);
    GuardedProcess process = GuardedProcess.start(folder, log, command);
    ExporterProcess exporter =
        new ExporterProcess(process, log, URI.create("http://127.0.0.1:" + port + "/metrics"));
    boolean ready =
        Await.within(START_LIMIT, () -> exporter.scrape().isServed() || !process.isAlive());
    if (!ready || !process.isAlive()) {
      process.close();
      throw new IOException("the exporter does not start:\n" + Files.readString(log));
    }
    return exporter;
  }

  /** An option file with an account that is made for it. */
  public static Path writeMyCnf(Server server, Path folder) throws IOException {
    MonitoringAccount account = MonitoringAccount.create(server);
    Path file =
        Files.createFile(
            folder.resolve("my.cnf"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(
        file,
        """
        [client]
        user=%s
        password=%s
        host=%s
        port=%d
        """
            .formatted(account.user(), account.password(), server.host(), server.port()));
  }

  /** Where its metrics are. */
  public URI address() {
    return address;
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /** Sends it a signal, such as {@code HUP}. */
  public void signal(String name) throws IOException {
    process.signal(name);
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its metrics of this moment. */
  public Scrape scrape() {
    return Scrape.of(address);
  }

  /** What it wrote to its own log. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  /** Ends it in order; its exit status, empty if it had to be killed. */
  public Optional<Integer> stop() throws IOException {
    try {
      if (process.isAlive()) {
        process.signal("TERM");
      }
      return process.waitFor(STOP_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      process.close();
    }
  }

  /** Ends it in order, so that it says goodbye to the server. */
  @Override
  public void close() throws IOException {
    stop();
  }

  /** Ends it as a crash would. */
  public void kill() throws IOException {
    process.signal("KILL");
    process.close();
  }
}
