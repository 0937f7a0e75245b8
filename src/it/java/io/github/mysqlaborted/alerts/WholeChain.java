package io.github.mysqlaborted.alerts;

import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real MySQL 8, the exporter that watches it, and what makes notifications of its metrics. */
record WholeChain(LocalServer server, ExporterProcess exporter, AlertChain alerts)
    implements AutoCloseable {

  static WholeChain start(Path folder) throws IOException {
    LocalServer server = LocalServer.start(ServerKind.MYSQL_8_0, Verbosity.FULL);
    try {
      ExporterProcess exporter =
          ExporterProcess.watch(
              ExporterProcess.builtJar(),
              FreePort.find(),
              server,
              Files.createDirectory(folder.resolve("exporter")));
      try {
        String target = exporter.address().getAuthority();
        return new WholeChain(
            server, exporter, AlertChain.start(FastAlerting.TEST, folder, target));
      } catch (IOException | RuntimeException e) {
        exporter.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    alerts.close();
    exporter.close();
    server.close();
  }
}
