package io.github.mysqlaborted.dashboards;

import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.Fault;
import io.github.mysqlaborted.harness.Faults;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A real server and the exporter that watches it.
 *
 * @param job the name of the exporter's scrape job
 */
record WatchedServer(String job, LocalServer server, ExporterProcess exporter)
    implements AutoCloseable {

  static WatchedServer start(String job, ServerKind kind, Verbosity verbosity, Path parent) {
    LocalServer server = LocalServer.start(kind, verbosity);
    try {
      Path folder = Files.createDirectory(parent.resolve(job));
      return new WatchedServer(
          job,
          server,
          ExporterProcess.watch(ExporterProcess.builtJar(), FreePort.find(), server, folder));
    } catch (IOException e) {
      server.close();
      throw new IllegalStateException(job, e);
    }
  }

  /** {@code host:port} of the exporter. */
  String instance() {
    return exporter.address().getAuthority();
  }

  /** Provokes each fault that this server knows. */
  void provokeAll() {
    for (Fault fault : Fault.values()) {
      if (fault.expectedOn(server).isPresent()) {
        Faults.provoke(server, fault);
      }
    }
  }

  /** Provokes one of each phase, as often as this is called. */
  void provokeQuickly() {
    Faults.provoke(server, Fault.NOT_CLOSED);
    Faults.provoke(server, Fault.WRONG_PASSWORD);
  }

  void restart() {
    server.stop();
    server.start();
  }

  @Override
  public void close() throws IOException {
    exporter.close();
    server.close();
  }
}
