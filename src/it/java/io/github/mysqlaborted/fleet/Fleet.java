package io.github.mysqlaborted.fleet;

import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.LocalServer;
import io.github.mysqlaborted.harness.MonitoringAccount;
import io.github.mysqlaborted.harness.ServerKind;
import io.github.mysqlaborted.harness.Verbosity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One exporter and as many targets as there are loopback addresses: a few real servers that listen
 * on all of 127.0.0.0/8, so that each address is a target of its own with a session of its own.
 */
final class Fleet implements AutoCloseable {

  private static final int SERVERS = 2;

  private final List<LocalServer> servers = new ArrayList<>();
  private final ServerSocket silent;
  private final int deadPort = FreePort.find();
  private final ExporterProcess exporter;
  private final HttpClient http = HttpClient.newHttpClient();

  private Fleet(Path jar, Path folder) throws IOException {
    for (int i = 0; i < SERVERS; i++) {
      servers.add(
          LocalServer.start(
              ServerKind.MYSQL_8_0,
              Verbosity.FULL,
              "--bind-address=0.0.0.0",
              "--max-connections=1000"));
    }
    // Connections wait in its backlog: they are established, and nobody ever says a word.
    silent = new ServerSocket(0, 1000, InetAddress.getByName("0.0.0.0"));
    StringBuilder myCnf = new StringBuilder("[client]\nuser=none\n");
    for (int i = 0; i < SERVERS; i++) {
      MonitoringAccount account = MonitoringAccount.create(servers.get(i));
      myCnf.append(
          "[client.s%d]\nuser=%s\npassword=%s\n".formatted(i, account.user(), account.password()));
    }
    Path file = Files.writeString(folder.resolve("my.cnf"), myCnf);
    exporter =
        ExporterProcess.start(
            jar,
            FreePort.find(),
            folder,
            List.of("--no-mysqld", "--config.my-cnf=" + file, "--probe.allow=127.0.0.0/8"));
  }

  static Fleet start(Path jar, Path folder) throws IOException {
    return new Fleet(jar, folder);
  }

  List<LocalServer> servers() {
    return servers;
  }

  ExporterProcess exporter() {
    return exporter;
  }

  /** The target of this number, which one of the servers in turn answers. */
  Target alive(int number) {
    int server = number % SERVERS;
    return new Target(address(number) + ":" + servers.get(server).port(), "s" + server);
  }

  /** A target whose port nobody listens on. */
  Target dead(int number) {
    return new Target(address(number) + ":" + deadPort, "s0");
  }

  /** A target that accepts the connection and says nothing. */
  Target silent(int number) {
    return new Target(address(number) + ":" + silent.getLocalPort(), "s0");
  }

  private static String address(int number) {
    return "127.1." + number / 250 + "." + (number % 250 + 1);
  }

  /** A target and the login for it. */
  record Target(String address, String module) {}

  /** An answer of the exporter, and how long it took. */
  record Answer(int status, String body, Duration time) {}

  /** Probes a target as Prometheus would. */
  CompletableFuture<Answer> ask(Target target, Duration timeout) {
    return get("/probe?target=" + target.address() + "&auth_module=" + target.module(), timeout);
  }

  /** Asks for a page of the exporter. */
  CompletableFuture<Answer> get(String path, Duration timeout) {
    long start = System.nanoTime();
    HttpRequest request =
        HttpRequest.newBuilder(exporter.address().resolve(URI.create(path)))
            .header("X-Prometheus-Scrape-Timeout-Seconds", String.valueOf(timeout.toSeconds()))
            .timeout(timeout.plusSeconds(30))
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenApply(
            response ->
                new Answer(
                    response.statusCode(),
                    response.body(),
                    Duration.ofNanos(System.nanoTime() - start)));
  }

  @Override
  public void close() throws IOException {
    exporter.close();
    silent.close();
    servers.forEach(LocalServer::close);
  }
}
