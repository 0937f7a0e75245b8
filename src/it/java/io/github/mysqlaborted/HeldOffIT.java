package io.github.mysqlaborted;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.harness.Await;
import io.github.mysqlaborted.harness.Command;
import io.github.mysqlaborted.harness.ExporterProcess;
import io.github.mysqlaborted.harness.FreePort;
import io.github.mysqlaborted.harness.IdleClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The built exporter among clients that hold connections, and without file descriptors. */
class HeldOffIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final int IDLE = 2000;
  private static final int SLOW = 1000;
  private static final int SCRAPES = 30;

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} addresses")
  @ValueSource(ints = {1, 200, IDLE + SLOW})
  void servesAScraperBesideClientsOfManyAddresses(int addresses) throws IOException {
    int port = FreePort.find();
    try (ExporterProcess exporter = start(port);
        IdleClients clients = IdleClients.connect(port, IDLE, SLOW, addresses)) {
      for (int i = 0; i < SCRAPES; i++) {
        clients.goOn();
        assertThat(exporter.scrape().isServed()).as("scrape %d", i).isTrue();
      }
      assertThat(exporter.log().lines().filter(line -> line.contains("level=warn")))
          .hasSizeLessThanOrEqualTo(3);
    }
  }

  /** The kernel refuses a connection then, and HttpCore's listener ends. */
  @Test
  void listensAgainWhenThereAreFileDescriptorsAgain() throws IOException {
    int port = FreePort.find();
    try (ExporterProcess exporter = start(port)) {
      limitDescriptors(exporter, "0");
      assertThat(Await.within(LIMIT, () -> !isServed(port))).isTrue();

      limitDescriptors(exporter, "1024");
      assertThat(Await.within(LIMIT, () -> isServed(port))).isTrue();
      assertThat(exporter.log())
          .containsOnlyOnce("no longer listening")
          .contains("listening again");
    }
  }

  /** On a connection of its own. */
  private static boolean isServed(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) ANSWER.toMillis());
      socket.getOutputStream().write("GET /-/healthy HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII).contains(" 200 OK");
    } catch (IOException e) {
      return false;
    }
  }

  private static void limitDescriptors(ExporterProcess exporter, String most) throws IOException {
    Command.run(
        Path.of("/"), List.of("prlimit", "--pid=" + exporter.pid(), "--nofile=" + most + ":"));
  }

  private ExporterProcess start(int port) throws IOException {
    Path log = Files.createFile(folder.resolve("error.log"));
    return ExporterProcess.start(
        ExporterProcess.builtJar(), port, folder, List.of("--no-mysqld", "--errorlog.file=" + log));
  }
}
