package io.github.mysqlaborted.web;

import io.github.mysqlaborted.access.Access;
import io.github.mysqlaborted.access.ServerTls;
import java.net.SocketAddress;
import java.util.Optional;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;
import org.apache.hc.core5.util.Timeout;

/** Shakes hands with each new client in the way that is in force then. */
final class ServerTlsStrategy implements TlsStrategy {

  private final Access access;

  ServerTlsStrategy(Access access) {
    this.access = access;
  }

  @Override
  public void upgrade(
      TransportSecurityLayer layer,
      NamedEndpoint endpoint,
      Object attachment,
      Timeout timeout,
      FutureCallback<TransportSecurityLayer> callback) {
    Optional<ServerTls> tls = access.tls();
    if (tls.isPresent()) {
      layer.startTls(
          tls.get().context(),
          endpoint,
          SSLBufferMode.DYNAMIC, // an idle connection keeps none
          (end, engine) -> tls.get().applyTo(engine),
          null,
          timeout,
          callback);
    } else {
      callback.completed(layer);
    }
  }

  @Override
  @Deprecated
  public boolean upgrade(
      TransportSecurityLayer layer,
      HttpHost host,
      SocketAddress local,
      SocketAddress remote,
      Object attachment,
      Timeout timeout) {
    upgrade(layer, host, attachment, timeout, null);
    return access.tls().isPresent();
  }
}
