package io.github.mysqlaborted.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.crypto.bcrypt.BCrypt;

/**
 * Compares passwords with their bcrypt hashes. Whoever was right or wrong before is known by a
 * digest with a key of this process, so that a scrape does not pay for bcrypt each time. One
 * comparison runs at a time, and after one that failed there is a pause, so that whoever guesses
 * takes a quarter of a core at most. Thread-safe.
 */
final class Passwords {

  /** What is known of somebody who asks. */
  enum Verdict {
    RIGHT,
    WRONG,
    /** Only bcrypt tells, which takes long. */
    UNKNOWN
  }

  /** Of these a server has one or two; of wrong ones a guesser makes as many as he likes. */
  private static final int MOST_REMEMBERED = 100;

  private static final String MAC = "HmacSHA256";

  /** The pause after a wrong password is so many times what the comparison took. */
  private static final int PAUSES = 3;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Map<String, String> users;
  private final String anyHash;
  private final SecretKeySpec key;
  private final Map<ByteBuffer, Verdict> right = remembering();
  private final Map<ByteBuffer, Verdict> wrong = remembering();
  private final ReentrantLock comparing = new ReentrantLock(true);

  /**
   * @param users bcrypt hashes by user name
   */
  Passwords(Map<String, String> users) {
    this.users = Map.copyOf(users);
    this.anyHash = users.values().stream().findFirst().orElse("");
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, MAC);
  }

  /** What is known without bcrypt. */
  Verdict remembered(Optional<String> authorization) {
    Optional<String> given = authorization.flatMap(Passwords::userAndPassword);
    if (given.isEmpty()) {
      return Verdict.WRONG;
    }
    ByteBuffer digest = digest(given.get());
    synchronized (this) {
      return right.getOrDefault(digest, wrong.getOrDefault(digest, Verdict.UNKNOWN));
    }
  }

  /** Compares, which takes as long for a user that there is none as for one that there is. */
  boolean compare(Optional<String> authorization) {
    Optional<String> given = authorization.flatMap(Passwords::userAndPassword);
    if (given.isEmpty()) {
      return false;
    }
    comparing.lock();
    try {
      Verdict known = remembered(authorization);
      return known == Verdict.UNKNOWN ? compareAlone(given.get()) : known == Verdict.RIGHT;
    } finally {
      comparing.unlock();
    }
  }

  private boolean compareAlone(String given) {
    int colon = given.indexOf(':');
    Optional<String> hash = Optional.ofNullable(users.get(given.substring(0, colon)));
    long begin = System.nanoTime();
    boolean equal = BCrypt.checkpw(given.substring(colon + 1), hash.orElse(anyHash));
    boolean isRight = equal && hash.isPresent();
    ByteBuffer digest = digest(given);
    synchronized (this) {
      if (isRight) {
        right.put(digest, Verdict.RIGHT);
      } else {
        wrong.put(digest, Verdict.WRONG);
      }
    }
    if (!isRight) {
      pause(Duration.ofNanos((System.nanoTime() - begin) * PAUSES));
    }
    return isRight;
  }

  private static void pause(Duration length) {
    try {
      Thread.sleep(Math.min(length.toMillis(), LONGEST_PAUSE.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Of {@code Basic} (RFC 7617); there is a colon in it. */
  private static Optional<String> userAndPassword(String authorization) {
    int space = authorization.indexOf(' ');
    if (space < 0 || !authorization.substring(0, space).toLowerCase(Locale.ROOT).equals("basic")) {
      return Optional.empty();
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(authorization.substring(space + 1).strip());
      return Optional.of(new String(decoded, StandardCharsets.UTF_8))
          .filter(text -> text.indexOf(':') >= 0);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private ByteBuffer digest(String text) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      return ByteBuffer.wrap(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("each Java has " + MAC, e);
    }
  }

  private static Map<ByteBuffer, Verdict> remembering() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Verdict> eldest) {
        return size() > MOST_REMEMBERED;
      }
    };
  }
}
