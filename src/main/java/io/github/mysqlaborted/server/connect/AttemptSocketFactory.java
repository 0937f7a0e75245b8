package io.github.mysqlaborted.server.connect;

import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.protocol.ServerSession;
import com.mysql.cj.protocol.SocketConnection;
import com.mysql.cj.protocol.SocketFactory;
import java.io.Closeable;
import java.io.IOException;
import java.sql.SQLException;

/**
 * Gives the driver the sockets of a {@link ConnectAttempt}. The driver makes an object of this
 * class by its name, in the thread that connects; that is how it finds its dial.
 */
public final class AttemptSocketFactory implements SocketFactory {
  private static final ThreadLocal<ConnectAttempt> CURRENT = new ThreadLocal<>();

  private final ConnectAttempt dial = CURRENT.get();

  /** For the driver. */
  public AttemptSocketFactory() {}

  /** Runs what makes the driver connect. */
  public static <T> T with(ConnectAttempt dial, Connecting<T> connecting) throws SQLException {
    CURRENT.set(dial);
    try {
      return connecting.connect();
    } finally {
      CURRENT.remove();
    }
  }

  /** What makes the driver connect. */
  public interface Connecting<T> {
    T connect() throws SQLException;
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the driver's signature
  public <T extends Closeable> T connect(
      String host, int port, PropertySet properties, int loginTimeout) throws IOException {
    return (T) dial.connect();
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the driver's signature
  public <T extends Closeable> T performTlsHandshake(
      SocketConnection connection, ServerSession session) throws IOException {
    return (T) dial.secure();
  }
}
