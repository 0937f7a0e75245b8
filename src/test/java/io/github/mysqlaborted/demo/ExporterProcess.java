package io.github.mysqlaborted.demo;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.GuardedProcess;
import io.github.mysqlaborted.harness.Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/** The built exporter as a child process, with an account that may do as little as it needs. */
public final class ExporterProcess implements AutoCloseable {
  private static final int PREFERRED_PORT = 10104;
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final GuardedProcess process;
  private final URI address;

  private ExporterProcess(GuardedProcess process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts it.
   *
   * @param folder for its settings and its own log
   */
  public static ExporterProcess start(Path jar, Server server, Path folder) throws IOException {
    if (!Files.isReadable(jar)) {
      throw new IOException(jar + " is not there: build it first");
    }
    int port = FreePort.findPreferring(PREFERRED_PORT);
    Path log = folder.resolve("exporter.log");
    GuardedProcess process =
        GuardedProcess.start(
            folder,
            log,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toAbsolutePath().toString(),
                "--config.my-cnf=" + writeMyCnf(server, folder),
                "--errorlog.file=" + server.errorLog(),
                "--web.listen-address=127.0.0.1:" + port));
    ExporterProcess exporter =
        new ExporterProcess(process, URI.create("http://127.0.0.1:" + port + "/metrics"));
    boolean ready =
        Await.within(START_LIMIT, () -> exporter.loggedEvents().isServed() || !process.isAlive());
    if (!ready || !process.isAlive()) {
      process.close();
      throw new IOException("the exporter does not start:\n" + Files.readString(log));
    }
    return exporter;
  }

  private static Path writeMyCnf(Server server, Path folder) throws IOException {
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

  /** What it has counted by now. */
  LoggedEvents loggedEvents() {
    return LoggedEvents.of(address);
  }

  /** Ends it in order, so that it says goodbye to the server. */
  @Override
  public void close() throws IOException {
    try {
      process.signal("TERM");
      process.waitFor(STOP_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.close();
    }
  }
}
