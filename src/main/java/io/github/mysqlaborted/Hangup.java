package io.github.mysqlaborted;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, by which an administrator asks for a reload; uncaught, it would end the process. Where it
 * is ignored, as below {@code nohup}, it stays ignored.
 *
 * <p>{@code sun.misc.Signal} is the JDK's only way to a signal. It belongs to {@code
 * jdk.unsupported}, which is there to be used where there is nothing else, and is reached by name,
 * since the compiler cannot be kept from warning of it.
 */
final class Hangup {

  private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

  private Runnable action = () -> {};

  private Hangup() {}

  /** Catches each from now on. */
  static Hangup caught() {
    Hangup hangup = new Hangup();
    try {
      hangup.catchThem();
    } catch (ReflectiveOperationException e) {
      // With -Xrs, or on a system without this signal.
      LOG.warn(
          "SIGHUP cannot be caught on this system, so it does not reload the" + " configuration",
          e);
    }
    return hangup;
  }

  private void catchThem() throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    InvocationHandler handling =
        (proxy, method, arguments) -> {
          if (method.getName().equals("handle")) {
            action().run();
          }
          return null;
        };
    signal
        .getMethod("handle", signal, handler)
        .invoke(
            null,
            signal.getConstructor(String.class).newInstance("HUP"),
            Proxy.newProxyInstance(
                Hangup.class.getClassLoader(), new Class<?>[] {handler}, handling));
  }

  /** What to do on each; nothing is done on one that came before. */
  synchronized void then(Runnable next) {
    action = next;
  }

  private synchronized Runnable action() {
    return action;
  }
}
