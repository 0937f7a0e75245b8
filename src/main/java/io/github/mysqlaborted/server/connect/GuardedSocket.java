package io.github.mysqlaborted.server.connect;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

/**
 * A socket whose packets are guarded. To the driver it is one without TLS, whatever it is: so the
 * driver does not send a password as it is over it.
 */
// The socket that does it sees to that.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class GuardedSocket extends Socket {
  private final Socket socket;
  private final InputStream input;
  private final OutputStream output;

  GuardedSocket(Socket socket, AnswerGuard guard) throws IOException {
    this.socket = socket;
    this.input = new GuardedInput(socket.getInputStream(), guard);
    this.output = new GuardedOutput(socket.getOutputStream(), guard);
  }

  @Override
  public InputStream getInputStream() {
    return input;
  }

  @Override
  public OutputStream getOutputStream() {
    return output;
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    socket.setSoTimeout(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return socket.getSoTimeout();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return socket.getRemoteSocketAddress();
  }

  @Override
  public InetAddress getInetAddress() {
    return socket.getInetAddress();
  }

  @Override
  public boolean isConnected() {
    return socket.isConnected();
  }

  @Override
  public boolean isClosed() {
    return socket.isClosed();
  }

  /** The driver does this before its goodbye; over TLS that would be an end without one. */
  @Override
  public void shutdownInput() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void shutdownOutput() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
