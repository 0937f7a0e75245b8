package io.github.mysqlaborted.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.access.Access;
import io.github.mysqlaborted.harness.TestTicker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCrypt;

/** Passwords, rate and headers over real HTTP. */
final class GateTest {

  private static final int CHEAP = 4;

  @TempDir private Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private final TestTicker ticker = new TestTicker();
  private final AtomicInteger asked = new AtomicInteger();
  private Optional<WebServer> server = Optional.empty();
  private Access access;

  @AfterEach
  void stop() {
    server.ifPresent(WebServer::close);
  }

  @Test
  void letsInWhoeverKnowsThePassword() throws Exception {
    start(users(CHEAP));

    assertThat(get("/", "alice:secret").statusCode()).isEqualTo(200);
    assertThat(get("/", "bob:pass:with:colons").statusCode()).isEqualTo(200);
    assertThat(get("/", "alice:secret").body()).isEqualTo("hello\n");
    assertThat(asked).hasValue(3);
  }

  @Test
  void whoeverIsNotLetInLearnsNothing() throws Exception {
    start(users(CHEAP));

    for (String login : List.of("alice:wrong", "nobody:secret", "alice:", ":secret", ":")) {
      for (String path : List.of("/", "/no-such-page", "/-/healthy", "/%00")) {
        HttpResponse<String> answer = get(path, login);
        assertThat(answer.statusCode()).as(login + " " + path).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("Unauthorized\n");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Basic");
      }
    }
    for (String header : List.of("", "Basic", "Basic ", "Basic ???", "Bearer abc", "Basic YWJj")) {
      assertThat(answer("/", Optional.of(header)).statusCode()).as(header).isEqualTo(401);
    }
    assertThat(answer("/", Optional.empty()).statusCode()).isEqualTo(401);
    assertThat(asked).hasValue(0);
  }

  @Test
  void healthIsToldToEverybodyWhereThatIsWanted() throws Exception {
    start(users(CHEAP), "/-/healthy");

    assertThat(answer("/-/healthy", Optional.empty()).statusCode()).isEqualTo(200);
    assertThat(answer("/", Optional.empty()).statusCode()).isEqualTo(401);
  }

  @Test
  void aKnownPasswordIsNotComparedAgain() throws Exception {
    start(users(12));
    long first = millis(() -> get("/", "alice:secret"));
    long later = millis(() -> get("/", "alice:secret"));
    long wrong = millis(() -> get("/", "alice:wrong"));
    long wrongAgain = millis(() -> get("/", "alice:wrong"));

    assertThat(later).isLessThan(first / 2);
    assertThat(wrongAgain).isLessThan(wrong / 2);
  }

  @Test
  void anUnknownUserCostsTheSameTime() throws Exception {
    start(users(10));
    get("/", "warm:up");
    long known = 0;
    long unknown = 0;
    for (int i = 0; i < 5; i++) {
      String password = "wrong" + i;
      known += millis(() -> get("/", "alice:" + password));
      unknown += millis(() -> get("/", "nobody:" + password));
    }

    assertThat((double) unknown / known).isBetween(0.4, 2.5);
  }

  @Test
  void whoeverGuessesDoesNotKeepTheScraperOut() throws Exception {
    start(users(10));
    assertThat(get("/", "alice:secret").statusCode()).isEqualTo(200);
    List<CompletableFuture<HttpResponse<String>>> guesses = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      guesses.add(
          client.sendAsync(
              request("/", Optional.of(basic("alice:" + i))), BodyHandlers.ofString()));
    }
    for (int i = 0; i < 20; i++) {
      assertThat(get("/", "alice:secret").statusCode()).isEqualTo(200);
    }
    for (CompletableFuture<HttpResponse<String>> guess : guesses) {
      assertThat(guess.get().statusCode()).isIn(401, 503);
    }
    assertThat(asked).hasValue(21);
  }

  @Test
  void aNewFileIsInForceAfterAReload() throws Exception {
    start(users(CHEAP));
    assertThat(get("/", "alice:secret").statusCode()).isEqualTo(200);

    Files.writeString(
        folder.resolve("web.yml"),
        "basic_auth_users:\n  alice: " + BCrypt.hashpw("changed", BCrypt.gensalt(CHEAP)) + "\n");
    assertThat(access.reload()).isTrue();

    assertThat(get("/", "alice:secret").statusCode()).isEqualTo(401);
    assertThat(get("/", "alice:changed").statusCode()).isEqualTo(200);
    assertThat(access.reload()).as("anything new").isFalse();
  }

  @Test
  void answersNoMoreThanTheRate() throws Exception {
    start("rate_limit:\n  interval: 1s\n  burst: 3\n");

    assertThat(statuses(5)).containsExactly(200, 200, 200, 429, 429);
    ticker.pass(Duration.ofSeconds(2));
    assertThat(statuses(3)).containsExactly(200, 200, 429);
    ticker.pass(Duration.ofHours(1));
    assertThat(statuses(4)).containsExactly(200, 200, 200, 429);
  }

  @Test
  void eachAnswerBearsTheHeaders() throws Exception {
    start(
        users(CHEAP)
            + """
              http_server_config:
                headers:
                  X-Frame-Options: deny
                  Strict-Transport-Security: max-age=31536000; includeSubDomains
              """);

    for (HttpResponse<String> answer :
        List.of(get("/", "alice:secret"), get("/none", "alice:secret"), get("/", "alice:wrong"))) {
      assertThat(answer.headers().firstValue("X-Frame-Options")).contains("deny");
      assertThat(answer.headers().firstValue("Strict-Transport-Security"))
          .contains("max-age=31536000; includeSubDomains");
    }
  }

  private static String users(int cost) {
    return "basic_auth_users:\n  alice: %s\n  bob: %s\n"
        .formatted(
            BCrypt.hashpw("secret", BCrypt.gensalt("$2y", cost)),
            BCrypt.hashpw("pass:with:colons", BCrypt.gensalt("$2b", cost)));
  }

  private void start(String file, String... open) throws Exception {
    access = Access.of(Files.writeString(folder.resolve("web.yml"), file), ticker);
    server =
        Optional.of(
            WebServer.start(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                Map.of(
                    "/",
                    request -> {
                      asked.incrementAndGet();
                      return Response.text(200, "hello\n");
                    },
                    "/-/healthy",
                    request -> Response.text(200, "healthy\n")),
                access,
                Set.of(open)));
  }

  private List<Integer> statuses(int number) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      statuses.add(answer("/", Optional.empty()).statusCode());
    }
    return statuses;
  }

  private HttpResponse<String> get(String path, String login)
      throws IOException, InterruptedException {
    return answer(path, Optional.of(basic(login)));
  }

  private static String basic(String login) {
    return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
  }

  private HttpResponse<String> answer(String path, Optional<String> authorization)
      throws IOException, InterruptedException {
    return client.send(request(path, authorization), BodyHandlers.ofString());
  }

  private HttpRequest request(String path, Optional<String> authorization) {
    URI uri =
        URI.create("http://127.0.0.1:" + server.orElseThrow().addresses().get(0).getPort() + path);
    HttpRequest.Builder builder = HttpRequest.newBuilder(uri);
    authorization.ifPresent(value -> builder.header("Authorization", value));
    return builder.build();
  }

  private interface Asking {
    HttpResponse<String> ask() throws IOException, InterruptedException;
  }

  private static long millis(Asking asking) throws Exception {
    long begin = System.nanoTime();
    asking.ask();
    return Math.max(1, (System.nanoTime() - begin) / 1_000_000);
  }
}
