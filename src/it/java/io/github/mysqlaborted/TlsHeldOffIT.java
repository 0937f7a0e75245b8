package io.github.mysqlaborted;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.GuardedProcess;
import io.github.mysqlaborted.harness.TestCertificate;
import io.github.mysqlaborted.tls.KeyStores;
import io.github.mysqlaborted.tls.Pem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The built exporter with TLS, among strangers who make it work: a handshake costs it a signature
 * each, and it is one thread that shakes hands, reads and writes.
 */
final class TlsHeldOffIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Prometheus' own, unless another is set. */
  private static final Duration SCRAPE_TIMEOUT = Duration.ofSeconds(10);

  private static final int SCRAPES = 30;
  private static final int HANDSHAKERS = 8;
  private static final int HALF_OPEN = 1000;

  /** The first bytes of a record that TLS would begin with, and its length, of which none comes. */
  private static final byte[] BEGINNING = {22, 3, 1, 2, 0};

  @TempDir Path folder;

  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger shaken = new AtomicInteger();
  private SSLContext trusting;
  private int port;

  @BeforeEach
  void writeFiles() throws Exception {
    port = FreePort.find();
    Files.createFile(folder.resolve("error.log"));
    TestCertificate own = TestCertificate.create(folder, "server", 0, 30);
    Files.writeString(
        folder.resolve("web.yml"),
        "tls_server_config: {cert_file: server-cert.pem, key_file: server-key.pem}\n");
    trusting = SSLContext.getInstance("TLS");
    trusting.init(
        null, KeyStores.trusting(List.of(Pem.read(own.certificate()).certificates().get(0))), null);
  }

  /** Each scrape on a connection of its own, as after a pause. */
  @Test
  void servesAScraperWhileStrangersShakeHandsWithoutEnd() throws Exception {
    try (GuardedProcess exporter = start()) {
      assertThat(isServed(client())).isTrue();
      List<Thread> strangers = new ArrayList<>();
      for (int i = 0; i < HANDSHAKERS; i++) {
        byte[] from = {127, 2, 0, (byte) (i + 1)};
        Thread stranger = new Thread(() -> shakeHandsFrom(from), "stranger-" + i);
        stranger.setDaemon(true);
        stranger.start();
        strangers.add(stranger);
      }
      try {
        assertThat(Await.within(LIMIT, () -> shaken.get() > 100)).isTrue();
        HttpClient kept = client();
        for (int i = 0; i < SCRAPES; i++) {
          assertThat(isServed(kept)).as("scrape %d on a kept connection", i).isTrue();
          assertThat(isServed(client())).as("scrape %d on a new connection", i).isTrue();
        }
      } finally {
        over.set(true);
        for (Thread stranger : strangers) {
          stranger.join();
        }
      }
      assertThat(exporter.isAlive()).isTrue();
    }
  }

  @Test
  void servesAScraperBesideHandshakesThatDoNotGoOn() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try (GuardedProcess exporter = start()) {
      for (int i = 0; i < HALF_OPEN; i++) {
        Socket socket = connect(new byte[] {127, 3, 0, (byte) (i % 200 + 1)});
        silent.add(socket);
        socket.getOutputStream().write(BEGINNING);
      }
      for (int i = 0; i < SCRAPES; i++) {
        assertThat(isServed(client())).as("scrape %d", i).isTrue();
      }
      assertThat(exporter.isAlive()).isTrue();
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  private void shakeHandsFrom(byte[] address) {
    while (!over.get()) {
      if (shakesHandsFrom(address)) {
        shaken.incrementAndGet();
      }
    }
  }

  private boolean shakesHandsFrom(byte[] address) {
    try (Socket plain = connect(address);
        SSLSocket socket =
            (SSLSocket) trusting.getSocketFactory().createSocket(plain, "127.0.0.1", port, true)) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      socket.startHandshake();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Socket connect(byte[] from) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByAddress(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  /** It has connections of its own. */
  private HttpClient client() {
    return HttpClient.newBuilder().sslContext(trusting).connectTimeout(SCRAPE_TIMEOUT).build();
  }

  private boolean isServed(HttpClient client) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/metrics"))
            .timeout(SCRAPE_TIMEOUT)
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString(US_ASCII)).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private GuardedProcess start() throws IOException {
    Path ownLog = folder.resolve("exporter.log");
    GuardedProcess process =
        GuardedProcess.start(
            folder,
            ownLog,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                ExporterProcess.builtJar().toAbsolutePath().toString(),
                "--no-mysqld",
                "--errorlog.file=" + folder.resolve("error.log"),
                "--web.listen-address=127.0.0.1:" + port,
                "--web.config.file=" + folder.resolve("web.yml")));
    boolean listens = Await.within(LIMIT, () -> listens(ownLog));
    assertThat(listens).isTrue();
    return process;
  }

  private boolean listens(Path log) {
    try {
      return Files.readString(log).contains("listening addresses=127.0.0.1:" + port);
    } catch (IOException e) {
      return false;
    }
  }
}
