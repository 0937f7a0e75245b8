package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A real Alertmanager on a free loopback port, alone in its cluster. */
public final class AlertmanagerProcess implements AutoCloseable {
  private final HttpProcess process;

  private AlertmanagerProcess(HttpProcess process) {
    this.process = process;
  }

  /** Starts one in {@code folder} with the configuration file {@code configuration}. */
  public static AlertmanagerProcess start(Path folder, Path configuration) throws IOException {
    int port = FreePort.find();
    return new AlertmanagerProcess(
        HttpProcess.start(
            folder,
            port,
            List.of(
                MonitoringTool.ALERTMANAGER.path().toString(),
                "--config.file=" + configuration.toAbsolutePath(),
                "--storage.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--web.external-url=http://127.0.0.1:" + port,
                "--cluster.listen-address=",
                "--log.level=warn")));
  }

  /** {@code http://127.0.0.1:PORT}. */
  public URI address() {
    return process.address();
  }

  /** Hands in alerts: the JSON array of {@code POST /api/v2/alerts}. */
  public void post(String alerts) {
    process.post("/api/v2/alerts", alerts);
  }

  /** All alerts that it has, in JSON, with whether something inhibits them. */
  public String alerts() {
    return process.get("/api/v2/alerts");
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
