package io.github.mysqlaborted.server.connect;

import io.github.mysqlaborted.config.ConnectionSettings;
import io.github.mysqlaborted.config.ServerAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocket;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * One way to the server: the socket from the first try to reach an address on, which can be cut at
 * any moment by any thread. A socket timeout alone does not do: it begins anew with each byte.
 */
public final class ConnectAttempt {
  private final ConnectionSettings settings;
  private final List<InetAddress> addresses;
  private final Deadline deadline;
  private final Predicate<Socket> onThisMachine;
  private final AnswerGuard guard = new AnswerGuard();

  private Socket socket;
  private boolean reached;
  private boolean cut;
  private boolean late;

  /**
   * @param addresses those that are tried, in this order, and no others; none for a Unix socket
   * @param onThisMachine whether a connected socket's server is
   */
  public ConnectAttempt(
      ConnectionSettings settings,
      List<InetAddress> addresses,
      Deadline deadline,
      Predicate<Socket> onThisMachine) {
    this.settings = settings;
    this.addresses = List.copyOf(addresses);
    this.deadline = deadline;
    this.onThisMachine = onThisMachine;
  }

  /** Closes the socket; whoever waits for it is told so. Nothing can be reached from then on. */
  public void cut() {
    Socket closing;
    synchronized (this) {
      cut = true;
      closing = socket;
    }
    close(closing);
  }

  /** Does the same because its time is over. */
  public void cutLate() {
    synchronized (this) {
      late = true;
    }
    cut();
  }

  /** Whether {@link #cutLate} was called: what then looks like a broken connection is none. */
  public synchronized boolean isLate() {
    return late;
  }

  /** Whether there was a connection to the server, whatever it said on it. */
  public synchronized boolean hasReached() {
    return reached;
  }

  /** What the answers that follow may have. */
  public void limit(AnswerLimit limit) {
    guard.limit(limit);
  }

  /** Whether the session can be used on: the last answer was read to its end. */
  public boolean isAtRest() {
    return guard.isAtRest();
  }

  /** Connects to the first address that answers. */
  Socket connect() throws IOException {
    return new GuardedSocket(connectPlain(), guard);
  }

  private Socket connectPlain() throws IOException {
    if (settings.address() instanceof ServerAddress.UnixSocket unix) {
      return connectUnix(unix);
    }
    int port = ((ServerAddress.Tcp) settings.address()).port();
    IOException failure = new ConnectException("no address");
    for (int i = 0; i < addresses.size(); i++) {
      Socket next = use(new Socket());
      try {
        next.setTcpNoDelay(true);
        next.setKeepAlive(true);
        int timeout = Math.max(1, deadline.remainingMillis() / (addresses.size() - i));
        next.connect(new InetSocketAddress(addresses.get(i), port), timeout);
        return reached(next);
      } catch (IOException e) {
        close(next);
        failure = e;
      }
    }
    throw failure;
  }

  private Socket connectUnix(ServerAddress.UnixSocket unix) throws IOException {
    AFUNIXSocketAddress address = AFUNIXSocketAddress.of(unix.path().toAbsolutePath().toFile());
    Socket next = use(AFUNIXSocket.newInstance());
    try {
      next.connect(address, deadline.remainingMillis());
      return reached(next);
    } catch (IOException e) {
      close(next);
      throw e;
    }
  }

  private synchronized Socket reached(Socket connected) {
    reached = true;
    return connected;
  }

  /** Puts TLS on the socket. Whether it shows to the driver depends on who the server is. */
  Socket secure() throws IOException {
    Socket plain;
    synchronized (this) {
      plain = socket;
    }
    SSLSocket secured =
        settings.address() instanceof ServerAddress.Tcp tcp
            ? TlsLayer.over(plain, tcp.host(), tcp.port(), settings.tls())
            : TlsLayer.over(plain, "localhost", ServerAddress.DEFAULT_PORT, settings.tls());
    return mayHavePassword(plain)
        ? new TrustedTlsSocket(secured, guard)
        : new GuardedSocket(secured, guard);
  }

  private boolean mayHavePassword(Socket plain) {
    return settings.tls().mode().verifies()
        || settings.passwords().anyServer()
        || onThisMachine.test(plain);
  }

  /** Whether nobody on the network is between the two ends of a socket. */
  public static boolean isOnThisMachine(Socket plain) {
    return plain instanceof AFUNIXSocket
        || plain.getInetAddress().isLoopbackAddress()
        || plain.getInetAddress().equals(plain.getLocalAddress());
  }

  private Socket use(Socket next) throws SocketException {
    synchronized (this) {
      if (!cut) {
        socket = next;
        return next;
      }
    }
    close(next);
    throw new SocketException("cut");
  }

  private static void close(Socket closing) {
    if (closing != null) {
      try {
        closing.close();
      } catch (IOException e) {
        // It is of no more use, whatever became of it.
        return;
      }
    }
  }
}
