package io.github.mysqlaborted.source.mysql;

import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.protocol.ServerSession;
import com.mysql.cj.protocol.SocketConnection;
import com.mysql.cj.protocol.SocketFactory;
import java.io.Closeable;
import java.io.IOException;
import java.sql.SQLException;

/**
 * Gives the driver the sockets of a {@link Dial}. The driver makes an object of this class by its
 * name, in the thread that connects; that is how it finds its dial.
 */
public final class DialSocketFactory implements SocketFactory {
  private static final ThreadLocal<Dial> CURRENT = new ThreadLocal<>();

  private final Dial dial = CURRENT.get();

  /** For the driver. */
  public DialSocketFactory() {}

  /** Runs what makes the driver connect. */
  static <T> T with(Dial dial, Connecting<T> connecting) throws SQLException {
    CURRENT.set(dial);
    try {
      return connecting.connect();
    } finally {
      CURRENT.remove();
    }
  }

  /** What makes the driver connect. */
  interface Connecting<T> {
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
