package io.github.mysqlaborted.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.impl.Http1StreamListener;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.IOSessionListener;

/** Tells {@link Connections} what happens to each of them. Thread-safe. */
final class ConnectionEvents implements IOSessionListener, Http1StreamListener {

  /** What tells one open connection from all others. */
  private record Ends(SocketAddress remote, SocketAddress local) {}

  private record Tracked(Ends ends, Connection connection) {}

  /** To whoever speaks no TLS where TLS is spoken; as Go's server says it. */
  private static final byte[] NO_TLS =
      """
      HTTP/1.0 400 Bad Request\r
      Connection: close\r
      \r
      Client sent an HTTP request to an HTTPS server.
      """
          .getBytes(US_ASCII);

  /** One who sends more requests than this without waiting for answers is cut off. */
  private static final int MOST_PIPELINED = 8;

  private final Connections connections;
  private final Map<String, Tracked> byId = new ConcurrentHashMap<>();
  private final Map<Ends, Connection> byEnds = new ConcurrentHashMap<>();

  ConnectionEvents(Connections connections) {
    this.connections = connections;
  }

  /** Empty if it is closed. */
  Optional<Connection> connectionOf(EndpointDetails details) {
    return Optional.ofNullable(
        byEnds.get(new Ends(details.getRemoteAddress(), details.getLocalAddress())));
  }

  /** With TLS, this comes when hands have been shaken; {@link #startTls} came before. */
  @Override
  public void connected(IOSession session) {
    if (byId.containsKey(session.getId())) {
      return;
    }
    if (session.getRemoteAddress() instanceof InetSocketAddress remote) {
      Connection connection =
          connections.opened(
              ClientNetwork.of(remote.getAddress()), () -> session.close(CloseMode.IMMEDIATE));
      Ends ends = new Ends(remote, session.getLocalAddress());
      byId.put(session.getId(), new Tracked(ends, connection));
      byEnds.put(ends, connection);
    } else {
      session.close(CloseMode.IMMEDIATE);
    }
  }

  @Override
  public void startTls(IOSession session) {
    connected(session);
  }

  @Override
  public void inputReady(IOSession session) {
    Optional.ofNullable(byId.get(session.getId()))
        .ifPresent(tracked -> connections.received(tracked.connection(), received(session)));
  }

  private static long received(IOSession session) {
    return session.getHandler() instanceof HttpConnection connection
        ? connection.getEndpointDetails().getReceivedBytesCount()
        : 0;
  }

  @Override
  public void outputReady(IOSession session) {
    // Whether the client reads is seen from what is left to send.
  }

  @Override
  public void timeout(IOSession session) {
    // Connections has deadlines of its own.
  }

  /** A connection that fails is closed, too. */
  @Override
  public void exception(IOSession session, Exception e) {
    if (isPlainText(e)) {
      try {
        session.channel().write(ByteBuffer.wrap(NO_TLS));
      } catch (IOException unread) {
        // It was not to be helped.
        return;
      }
    }
  }

  /** In words of the JDK, which has no other sign for what does not begin as TLS does. */
  private static boolean isPlainText(Exception e) {
    return e instanceof SSLException
        && String.valueOf(e.getMessage()).contains("nrecognized SSL message");
  }

  @Override
  public void disconnected(IOSession session) {
    Tracked tracked = byId.remove(session.getId());
    if (tracked != null) {
      byEnds.remove(tracked.ends(), tracked.connection());
      connections.closed(tracked.connection());
    }
  }

  @Override
  public void onRequestHead(HttpConnection connection, HttpRequest request) {
    connectionOf(connection.getEndpointDetails())
        .ifPresent(
            known -> {
              if (known.requests() >= MOST_PIPELINED) {
                known.close();
              } else {
                connections.asked(known, connection.getEndpointDetails().getReceivedBytesCount());
              }
            });
  }

  @Override
  public void onResponseHead(HttpConnection connection, HttpResponse response) {
    // The end of the answer counts.
  }

  @Override
  public void onExchangeComplete(HttpConnection connection, boolean keepAlive) {
    connectionOf(connection.getEndpointDetails())
        .ifPresent(known -> connections.answered(known, keepAlive));
  }
}
