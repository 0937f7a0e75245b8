package io.github.mysqlaborted.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that are slow, greedy or broken, each beside one that behaves. */
class RudeClientsTest {

  private static final String GET = "GET /page HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String SCRAPER = "127.0.0.1";
  private static final String RUDE = "127.0.0.2";
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(300);

  private static final WebLimits PATIENT =
      new WebLimits(64, LONG, LONG, LONG, LONG, 1 << 20, 1 << 20);

  private final List<RawClient> clients = new ArrayList<>();
  private final CountDownLatch free = new CountDownLatch(1);
  private WebServer server;

  @AfterEach
  void stop() throws IOException {
    free.countDown();
    for (RawClient client : clients) {
      client.close();
    }
    server.close();
  }

  @Test
  void heldOffByNobodyWhoHoldsConnections() throws IOException {
    start(PATIENT);
    for (int i = 0; i < 300; i++) {
      String address = i % 3 == 0 ? RUDE : "127.0.1." + (1 + i % 200);
      connect(address).send(i % 2 == 0 ? "" : "GET /page HTTP/1.1\r\nX-Slow: ");
      if (i % 10 == 0) {
        scrape();
      }
    }
    scrape();
  }

  /** A machine may be both, and so may two behind one gateway. */
  @Test
  void heldOffByNobodyWhoHoldsConnectionsFromTheSameAddress() throws IOException {
    start(PATIENT);
    for (int i = 0; i < 300; i++) {
      connect(SCRAPER).send("GET /page HTTP/1.1\r\nX-Slow: ");
      if (i % 10 == 0) {
        scrape();
      }
    }
    scrape();
  }

  @Test
  void closesAConnectionWhoseHeadDoesNotEnd() throws IOException {
    start(new WebLimits(64, SHORT, LONG, LONG, LONG, 1 << 20, 1 << 20));
    RawClient silent = connect(RUDE);
    RawClient slow = connect(RUDE);
    slow.send("GET /page HTTP/1.1\r\n");

    assertThat(silent.rest()).isEmpty();
    slow.sendUntilClosed("X-Slow: a\r\n".getBytes(ISO_8859_1));
    assertThat(slow.rest()).isEmpty();
    scrape();
  }

  @Test
  void closesAConnectionThatIsNotUsed() throws IOException {
    start(new WebLimits(64, LONG, SHORT, LONG, LONG, 1 << 20, 1 << 20));
    RawClient idle = connect(RUDE);
    idle.send(GET);

    assertThat(idle.rest()).startsWith("HTTP/1.1 200 ").endsWith("hello\n");
    scrape();
  }

  @Test
  void closesAConnectionWhoseAnswerIsNotRead() throws IOException {
    start(new WebLimits(64, LONG, LONG, SHORT, LONG, 1 << 20, 1L << 30));
    RawClient slow = RawClient.connect(server, RUDE, 4096);
    clients.add(slow);
    slow.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
    assertThat(slow.status()).isEqualTo(200);

    slow.sendUntilClosed(GET.getBytes(ISO_8859_1));

    scrape();
  }

  @Test
  void cutsOffTheSlowestReaderWhenTooMuchWaits() throws IOException {
    start(PATIENT);
    List<RawClient> slow = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      RawClient client = RawClient.connect(server, RUDE, 4096);
      clients.add(client);
      client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.status()).isEqualTo(200);
      slow.add(client);
    }

    assertThat(slow.get(0).rest().length()).isLessThan(LargePage.BYTES);
    assertThat(slow.get(1).rest().length()).isLessThan(LargePage.BYTES);
    slow.get(2).endOutput();
    assertThat(slow.get(2).rest().length()).isGreaterThan(LargePage.BYTES);
    scrape();
  }

  @Test
  void refusesALargeHead() throws IOException {
    start(PATIENT);
    RawClient oneLine = connect(RUDE);
    oneLine.send("GET /page HTTP/1.1\r\nHost: a\r\nAccept: " + "a".repeat(100_000) + "\r\n\r\n");
    assertThat(oneLine.rest()).matches(answer -> isRefused(answer, "431"));

    RawClient manyLines = connect(RUDE);
    manyLines.send(GET.strip() + "\r\n" + "X-Many: a\r\n".repeat(1000) + "\r\n");
    assertThat(manyLines.rest()).matches(answer -> isRefused(answer, "431"));
    scrape();
  }

  @Test
  void passesOverASmallBody() throws IOException {
    start(PATIENT);
    RawClient client = connect(RUDE);
    String last = "GET /page HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    client.send("GET /page HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n12345" + last);
    assertThat(client.status()).isEqualTo(200);
    assertThat(client.rest()).contains("hello\n").endsWith("hello\n").contains("HTTP/1.1 200 ");
  }

  @Test
  void readsNoBodyWithoutEnd() throws IOException {
    start(new WebLimits(64, LONG, LONG, LONG, SHORT, 1 << 20, 1 << 20));
    RawClient long1 = connect(RUDE);
    long1.send("POST /page HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
    assertThat(long1.status()).isEqualTo(413);
    long1.sendUntilClosed(new byte[1000]);

    RawClient chunked = connect(RUDE);
    chunked.send("POST /page HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    chunked.sendUntilClosed(("3e8\r\n" + "a".repeat(1000) + "\r\n").getBytes(ISO_8859_1));
    scrape();
  }

  @Test
  void answersAFewRequestsInARowAndCutsOffWhoSendsMany() throws IOException {
    start(PATIENT);
    RawClient few = connect(RUDE);
    few.send(GET.repeat(3) + GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
    assertThat(few.rest().split("hello\n", -1)).hasSize(5);

    RawClient many = connect(RUDE);
    many.sendUntilClosed("GET /stuck HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(ISO_8859_1));
    scrape();
  }

  /** HttpCore answers only the first of them, and would wait for ever. */
  @Test
  void closesWhoSendsRequestsInARowAndEndsItsOwnSide() throws IOException {
    start(new WebLimits(64, LONG, LONG, SHORT, LONG, 1 << 20, 1 << 20));
    RawClient client = connect(RUDE);
    client.send(GET.repeat(2));
    client.endOutput();
    assertThat(client.rest()).startsWith("HTTP/1.1 200 ");
    scrape();
  }

  @Test
  void refusesJunkAfterARequest() throws IOException {
    start(PATIENT);
    RawClient client = connect(RUDE);
    client.send(GET + "\u00ff\u0000junk\r\n\r\n".repeat(100));
    assertThat(client.rest()).contains("HTTP/1.1 400 ").doesNotContain("Exception");
    scrape();
  }

  @Test
  void answersWhoHasEndedItsOwnSide() throws IOException {
    start(PATIENT);
    RawClient client = connect(RUDE);
    client.send(GET);
    client.endOutput();
    assertThat(client.rest()).startsWith("HTTP/1.1 200 ").endsWith("hello\n");
  }

  @Test
  void outlivesResets() throws IOException {
    start(PATIENT);
    for (int i = 0; i < 200; i++) {
      try (RawClient client = RawClient.connect(server, RUDE)) {
        client.send(i % 2 == 0 ? "GET /lar" : "GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
        client.reset();
      }
    }
    scrape();
  }

  private static boolean isRefused(String answer, String status) {
    // The rest of what is sent may make the kernel reset the connection before this is read.
    return answer.isEmpty() || answer.startsWith("HTTP/1.1 " + status + " ");
  }

  private void start(WebLimits limits) throws IOException {
    server =
        WebServer.start(
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            Map.of(
                "/page", request -> Response.text(200, "hello\n"),
                "/large", new LargePage(),
                "/stuck", request -> answerWhenFree()),
            limits);
  }

  private RawClient connect(String address) throws IOException {
    RawClient client = RawClient.connect(server, address);
    clients.add(client);
    return client;
  }

  private void scrape() throws IOException {
    try (RawClient client = RawClient.connect(server, SCRAPER)) {
      client.send(GET);
      assertThat(client.status()).isEqualTo(200);
    }
  }

  private Response answerWhenFree() throws IOException {
    try {
      free.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return Response.text(200, "at last\n");
  }

  /** More than the kernel takes for a client that does not read. */
  private static final class LargePage implements Endpoint {
    static final int BYTES = 16 << 20;

    @Override
    public Response answer(Request request) {
      return Response.of("text/plain", new byte[BYTES]);
    }
  }
}
