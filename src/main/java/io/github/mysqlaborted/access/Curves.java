package io.github.mysqlaborted.access;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLParameters;

/**
 * The curves of a key exchange. They can be set for one server since Java 20 ({@code
 * SSLParameters.setNamedGroups}); this is compiled for Java 17, so the method is found by name.
 */
final class Curves {

  /** Go's names, and those of Java. */
  private static final Map<String, String> NAMES =
      new TreeMap<>(
          Map.of(
              "CurveP256", "secp256r1",
              "CurveP384", "secp384r1",
              "CurveP521", "secp521r1",
              "X25519", "x25519"));

  private static final Optional<Method> SETTER = setter();

  private Curves() {}

  static boolean canBeSet() {
    return SETTER.isPresent();
  }

  static Optional<String> parse(String name) {
    return Optional.ofNullable(NAMES.get(name));
  }

  static String accepted() {
    return String.join(", ", NAMES.keySet());
  }

  /** Does nothing where there are none. */
  static void set(SSLParameters parameters, List<String> curves) {
    if (curves.isEmpty()) {
      return;
    }
    try {
      SETTER.orElseThrow().invoke(parameters, (Object) curves.toArray(new String[0]));
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot set the curves of TLS", e);
    }
  }

  private static Optional<Method> setter() {
    try {
      return Optional.of(SSLParameters.class.getMethod("setNamedGroups", String[].class));
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    }
  }
}
