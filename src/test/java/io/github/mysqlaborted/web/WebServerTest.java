package io.github.mysqlaborted.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mysqlaborted.access.Access;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebServerTest {

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private static final int FROM_ONE_ADDRESS = Workers.THREADS - Workers.KEPT_FREE;

  private final HttpClient client = HttpClient.newHttpClient();
  private final CountDownLatch busy = new CountDownLatch(FROM_ONE_ADDRESS);
  private final CountDownLatch free = new CountDownLatch(1);
  private WebServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        WebServer.start(
            List.of(ANY_PORT),
            Map.of(
                "/long", request -> Response.text(200, "x".repeat(5000)),
                "/short", request -> Response.text(200, "hello\n"),
                "/echo", request -> Response.text(200, request.parameters("name[]").toString()),
                "/broken",
                    request -> {
                      throw new IllegalStateException("secret detail");
                    },
                "/bad",
                    request -> {
                      throw new BadRequestException("target: found '?'");
                    },
                "/slow", request -> answerWhenFree(),
                "/-/reload", new Posted()),
            Access.open(),
            Set.of());
  }

  @AfterEach
  void stop() {
    free.countDown();
    server.close();
  }

  @Test
  void answersExactPathsOnly() throws Exception {
    assertThat(get("/short").statusCode()).isEqualTo(200);
    assertThat(get("/short").body()).isEqualTo("hello\n");
    assertThat(get("/short/more").statusCode()).isEqualTo(404);
    assertThat(get("/shorter").statusCode()).isEqualTo(404);
    assertThat(get("/").statusCode()).isEqualTo(404);
  }

  @Test
  void refusesOtherMethodsAndSaysWhichItKnows() throws Exception {
    HttpResponse<String> posted = send(request("/short").POST(BodyPublishers.noBody()));
    assertThat(posted.statusCode()).isEqualTo(405);
    assertThat(posted.headers().firstValue("Allow")).contains("GET, HEAD");

    HttpResponse<String> got = get("/-/reload");
    assertThat(got.statusCode()).isEqualTo(405);
    assertThat(got.headers().firstValue("Allow")).contains("POST");
    assertThat(send(request("/-/reload").POST(BodyPublishers.noBody())).body())
        .isEqualTo("reloaded\n");
  }

  @Test
  void answersHeadWithTheLengthAndNoBody() throws Exception {
    HttpResponse<String> head = send(request("/short").method("HEAD", BodyPublishers.noBody()));

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Length")).contains("6");
    assertThat(head.body()).isEmpty();
  }

  @Test
  void packsWhatIsLongForThoseWhoAcceptIt() throws Exception {
    HttpResponse<byte[]> packed =
        client.send(
            request("/long").header("Accept-Encoding", "br, gzip;q=0.5").build(),
            BodyHandlers.ofByteArray());
    assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("x".repeat(5000));
    }

    for (String refusing : List.of("gzip;q=0", "br")) {
      HttpResponse<String> plain = send(request("/long").header("Accept-Encoding", refusing));
      assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
      assertThat(plain.body()).hasSize(5000);
    }
  }

  @Test
  void answersAnErrorWithoutItsDetails() throws Exception {
    HttpResponse<String> response = get("/broken");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).doesNotContain("secret");
    assertThat(get("/short").statusCode()).isEqualTo(200);
  }

  @Test
  void namesNoSoftwareInAnErrorOfItsOwn() throws Exception {
    for (String head :
        List.of(
            "GET /bad%zz HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /short HTTP/1.1\r\n\r\n",
            "GET /short HTTP/9.9\r\nHost: a\r\n\r\n",
            "\0\1\2 junk\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\n")) {
      try (RawClient raw = RawClient.connect(server, "127.0.0.1")) {
        raw.send(head);
        assertThat(raw.rest())
            .as(head)
            .startsWith("HTTP/1.1 ")
            .doesNotContain("200 OK", "Server:", "hc.core5", "HttpCore", "Exception", "\tat ");
      }
    }
  }

  @Test
  void decodesThePath() throws Exception {
    assertThat(get("/sh%6frt").statusCode()).isEqualTo(200);
    assertThat(get("/short?").statusCode()).isEqualTo(200);
    assertThat(get("/./short").statusCode()).isEqualTo(404);
    assertThat(get("/../short").statusCode()).isEqualTo(404);
  }

  @Test
  void tellsTheClientItsFault() throws Exception {
    assertThat(get("/bad").statusCode()).isEqualTo(400);
    assertThat(get("/bad").body()).isEqualTo("target: found '?'\n");
  }

  @Test
  void readsRepeatedParameters() throws Exception {
    assertThat(get("/echo?name%5B%5D=a%26b&x=1&name%5B%5D=c").body()).isEqualTo("[a&b, c]");
  }

  @Test
  void answersOverloadWith503ButKeepsPlacesForOthers() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> slow = new ArrayList<>();
    for (int i = 0; i < FROM_ONE_ADDRESS; i++) {
      slow.add(client.sendAsync(request("/slow").build(), BodyHandlers.ofString()));
    }
    busy.await();

    assertThat(get("/short").statusCode()).isEqualTo(503);
    try (RawClient other = RawClient.connect(server, "127.0.0.2")) {
      other.send("GET /short HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(other.status()).isEqualTo(200);
    }

    free.countDown();
    for (CompletableFuture<HttpResponse<String>> one : slow) {
      assertThat(one.get().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void namesAPortThatIsInUse() {
    assertThatThrownBy(() -> WebServer.start(server.addresses(), Map.of(), Access.open(), Set.of()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "--web.listen-address: 127.0.0.1:%d: Address already in use",
            server.addresses().get(0).getPort());
  }

  private Response answerWhenFree() throws IOException {
    busy.countDown();
    try {
      free.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return Response.text(200, "at last\n");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    int port = server.addresses().get(0).getPort();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private static final class Posted implements Endpoint {
    @Override
    public Response answer(Request request) {
      return Response.text(200, "reloaded\n");
    }

    @Override
    public String method() {
      return "POST";
    }
  }
}
