package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A program that answers HTTP on a loopback port, with a {@code /-/ready} that says 200. */
final class HttpProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(REQUEST_LIMIT).build();
  private final GuardedProcess process;
  private final URI address;

  private HttpProcess(GuardedProcess process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts it in {@code folder}, where its output goes to {@code output.log}; waits until ready.
   */
  static HttpProcess start(Path folder, int port, List<String> command) throws IOException {
    Path output = folder.resolve("output.log");
    GuardedProcess process = GuardedProcess.start(folder, output, command);
    HttpProcess started = new HttpProcess(process, URI.create("http://127.0.0.1:" + port));
    Await.within(START_LIMIT, () -> started.isReady() || !process.isAlive());
    if (!started.isReady()) {
      process.close();
      throw new IOException(command.get(0) + " does not start:\n" + Files.readString(output));
    }
    return started;
  }

  private boolean isReady() {
    try {
      return send(HttpRequest.newBuilder(address.resolve("/-/ready")).build()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  URI address() {
    return address;
  }

  /** The body of the answer, which has to be 200. */
  String get(String path) {
    return body(HttpRequest.newBuilder(address.resolve(path)).build());
  }

  /** Sends JSON; the answer has to be 200. */
  void post(String path, String json) {
    body(
        HttpRequest.newBuilder(address.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  private String body(HttpRequest request) {
    try {
      HttpResponse<String> response = send(request);
      if (response.statusCode() != 200) {
        throw new IOException(
            request.uri() + " answers " + response.statusCode() + ": " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(request.uri() + " interrupted");
    }
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
