package io.github.mysqlaborted.harness;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server of MySQL's protocol that says what a test wants it to, and remembers what it gets. */
public final class FakeServer implements AutoCloseable {

  /** What it says to one client. */
  public interface Script {
    void talk(FakeSession session) throws IOException;
  }

  private final ServerSocket listening;
  private final Optional<SSLContext> tls;
  private final Script script;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<byte[]> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicLong sent = new AtomicLong();

  private FakeServer(ServerSocket listening, Optional<SSLContext> tls, Script script) {
    this.listening = listening;
    this.tls = tls;
    this.script = script;
  }

  /** One without TLS. */
  public static FakeServer start(Script script) throws IOException {
    return start(Optional.empty(), script);
  }

  /** One that offers TLS with this certificate. */
  public static FakeServer start(TestCertificate certificate, Script script)
      throws IOException, GeneralSecurityException {
    return start(Optional.of(context(certificate)), script);
  }

  private static FakeServer start(Optional<SSLContext> tls, Script script) throws IOException {
    FakeServer server =
        new FakeServer(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()), tls, script);
    Thread thread = new Thread(server::accept, "fake-server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** How many clients there were. */
  public int connections() {
    return connections.get();
  }

  /** With how many clients it is through, in whatever way. */
  public int ended() {
    return ended.get();
  }

  /** The payload of each packet that it got, from all clients. */
  public List<byte[]> received() {
    return List.copyOf(received);
  }

  /** How many bytes it could send. */
  public long sent() {
    return sent.get();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        sockets.add(socket);
        connections.incrementAndGet();
        Thread thread = new Thread(() -> talk(socket), "fake-session");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        // The test is over.
        return;
      }
    }
  }

  private void talk(Socket socket) {
    try (socket) {
      script.talk(new FakeSession(socket, tls, received, sent));
    } catch (IOException e) {
      // The client has left, as most do here.
      return;
    } finally {
      ended.incrementAndGet();
    }
  }

  private static SSLContext context(TestCertificate of)
      throws IOException, GeneralSecurityException {
    byte[] key = Base64.getMimeDecoder().decode(withoutLabels(of.key()));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    Certificate certificate;
    try (InputStream in = Files.newInputStream(of.certificate())) {
      certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
    store.setKeyEntry(
        "server",
        KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key)),
        new char[0],
        new Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static String withoutLabels(Path pem) throws IOException {
    return Files.readString(pem).replaceAll("-----[A-Z ]+-----", "");
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
