package io.github.mysqlaborted.soak;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that ask at the same time, each for another page and in another form. One in ten requests
 * hangs up before it has its answer.
 */
final class Scrapers {

  private static final int MOST_PAUSE_MILLIS = 500;
  private static final int ANSWER_LIMIT_MILLIS = 60_000;

  private static final List<String> REQUESTS =
      List.of(
          request("/metrics", "Accept-Encoding: gzip"),
          request("/metrics", "Accept: application/openmetrics-text; version=1.0.0"),
          request("/metrics", "X-Prometheus-Scrape-Timeout-Seconds: 2"),
          request("/metrics?collect[]=global_status", "Accept: */*"),
          request("/", "Accept: text/html"),
          request("/diagnosis?format=json", "Accept: */*"));

  private final int port;
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  private Scrapers(int port) {
    this.port = port;
  }

  static Scrapers of(int port, Random random) {
    Scrapers scrapers = new Scrapers(port);
    for (String request : REQUESTS) {
      Random own = new Random(random.nextLong());
      Thread thread = new Thread(() -> scrapers.ask(request, own), "scraper");
      thread.setDaemon(true);
      thread.start();
    }
    return scrapers;
  }

  private static String request(String path, String header) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + header + "\r\n\r\n";
  }

  private void ask(String request, Random random) {
    try {
      do {
        boolean isRude = random.nextInt(10) == 0;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
          socket.setSoTimeout(ANSWER_LIMIT_MILLIS);
          socket.getOutputStream().write(request.getBytes(US_ASCII));
          if (!isRude) {
            String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            (answer.startsWith("HTTP/1.1 200 ") ? answered : failed).incrementAndGet();
          }
        } catch (IOException e) {
          failed.incrementAndGet();
        }
      } while (!end.await(random.nextInt(MOST_PAUSE_MILLIS), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void end() {
    end.countDown();
  }

  /** How many requests got status 200. */
  long answered() {
    return answered.get();
  }

  /** How many got no answer or another status. */
  long failed() {
    return failed.get();
  }
}
