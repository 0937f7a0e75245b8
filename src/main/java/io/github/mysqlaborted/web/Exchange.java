package io.github.mysqlaborted.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.apache.hc.core5.http.nio.AsyncServerExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.ResponseChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * One request and its answer. The threads that read and write never wait: a page makes its answer
 * on a thread of {@link Workers}, and the answer is sent as the client reads it.
 */
final class Exchange implements AsyncServerExchangeHandler {

  /** No page reads a body; a small one is passed over, so that the connection can be kept. */
  private static final int LONGEST_BODY = 16 * 1024;

  /** The JDK copies what is written, and keeps as much memory as was once written at once. */
  private static final int WRITTEN_AT_ONCE = 64 * 1024;

  private final Router router;
  private final Workers workers;
  private final Connections connections;
  private final Connection connection;
  private final Gate gate;
  private final Object lock = new Object();
  private HttpRequest request;
  private HttpContext context;
  private ResponseChannel responses;
  private int passedOver;
  private boolean refused;
  private ByteBuffer unsent = ByteBuffer.allocate(0);
  private int counted;

  Exchange(
      Router router, Workers workers, Connections connections, Connection connection, Gate gate) {
    this.router = router;
    this.workers = workers;
    this.connections = connections;
    this.connection = connection;
    this.gate = gate;
  }

  @Override
  public void handleRequest(
      HttpRequest head, EntityDetails body, ResponseChannel channel, HttpContext aboutIt)
      throws HttpException, IOException {
    request = head;
    responses = channel;
    context = aboutIt;
    if (body == null) {
      answer();
    } else if (body.getContentLength() > LONGEST_BODY) {
      refuseBody();
    }
  }

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    channel.update(Integer.MAX_VALUE);
  }

  @Override
  public void consume(ByteBuffer bytes) throws IOException {
    passedOver += Math.min(bytes.remaining(), LONGEST_BODY);
    bytes.position(bytes.limit());
    if (passedOver > LONGEST_BODY && !refused) {
      refuseBody();
    }
  }

  @Override
  public void streamEnd(List<? extends Header> trailers) throws HttpException, IOException {
    if (!refused) {
      answer();
    }
  }

  private void refuseBody() throws IOException {
    refused = true;
    send(Response.text(413, "Request bodies are not accepted\n").withHeader("Connection", "close"));
  }

  private void answer() throws IOException {
    Router.Target target = router.find(request.getPath());
    Request asked = new Request(target.rawQuery(), headers(request));
    switch (gate.decide(target.path(), asked)) {
      case IN ->
          work(
              page -> workers.answer(target.handler().page(), connection.network(), page),
              () -> target.handler().answer(request.getMethod(), asked));
      case NOT_KNOWN_YET ->
          work(
              login -> workers.compare(connection.network(), login),
              () ->
                  gate.admits(asked)
                      ? target.handler().answer(request.getMethod(), asked)
                      : gate.unauthorized());
      case OUT -> send(gate.unauthorized());
      case TOO_MANY -> send(gate.tooMany());
    }
  }

  /**
   * Has an answer made on another thread.
   *
   * @param threads say whether they take it
   */
  private void work(Predicate<Runnable> threads, Supplier<Response> page) throws IOException {
    connections.making(connection);
    if (!threads.test(() -> sendFrom(page))) {
      connections.made(connection);
      send(Response.text(503, "Too many concurrent requests\n"));
    }
  }

  private static Map<String, List<String>> headers(HttpRequest request) {
    Map<String, List<String>> headers = new HashMap<>();
    for (Header header : request.getHeaders()) {
      headers
          .computeIfAbsent(header.getName(), name -> new ArrayList<>())
          .add(header.getValue() == null ? "" : header.getValue());
    }
    return headers;
  }

  private void sendFrom(Supplier<Response> page) {
    Response response;
    try {
      response = page.get();
    } finally {
      connections.made(connection);
    }
    try {
      send(response);
    } catch (IOException | RuntimeException e) {
      // The client is gone. It is not logged, since anybody could fill the log with it.
      connection.close();
    }
  }

  private void send(Response response) throws IOException {
    HttpResponse head = new BasicHttpResponse(response.status());
    response.headers().forEach(head::setHeader);
    gate.headers().forEach(head::setHeader);
    head.setHeader("Content-Type", response.contentType());
    byte[] body = response.body();
    synchronized (lock) {
      unsent = ByteBuffer.wrap(body);
      counted = body.length;
    }
    connections.answering(connection, body.length);
    try {
      responses.sendResponse(head, new BasicEntityDetails(body.length, null), context);
    } catch (HttpException e) {
      throw new IOException(e);
    }
  }

  @Override
  public int available() {
    synchronized (lock) {
      return unsent.remaining();
    }
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    boolean sent;
    synchronized (lock) {
      int written = 1;
      while (unsent.hasRemaining() && written > 0) {
        written = write(channel);
      }
      sent = !unsent.hasRemaining();
    }
    if (sent) {
      release();
      channel.endStream();
    }
  }

  private int write(DataStreamChannel channel) throws IOException {
    ByteBuffer part = unsent.slice();
    part.limit(Math.min(part.limit(), WRITTEN_AT_ONCE));
    int written = channel.write(part);
    unsent.position(unsent.position() + written);
    return written;
  }

  private void release() {
    int bytes;
    synchronized (lock) {
      bytes = counted;
      counted = 0;
      unsent = ByteBuffer.allocate(0);
    }
    connections.released(connection, bytes);
  }

  @Override
  public void failed(Exception cause) {
    // It is closed as well, and says so then.
  }

  @Override
  public void releaseResources() {
    release();
  }
}
