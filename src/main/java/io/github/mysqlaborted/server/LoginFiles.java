package io.github.mysqlaborted.server;

import io.github.mysqlaborted.config.ConnectionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the files hold that a login reads beside its settings, as digests.
 *
 * @param digests one for each file, empty for one that cannot be read
 */
record LoginFiles(List<String> digests) {

  LoginFiles {
    digests = List.copyOf(digests);
  }

  /** The files that these settings name, as they are now. */
  static LoginFiles of(ConnectionSettings settings) {
    List<String> digests = new ArrayList<>();
    Stream.of(
            settings.tls().ca(),
            settings.tls().certificate(),
            settings.tls().key(),
            settings.passwords().serverKey())
        .flatMap(Optional::stream)
        .forEach(file -> digests.add(digest(file)));
    return new LoginFiles(digests);
  }

  private static String digest(Path file) {
    try {
      byte[] content = Files.readAllBytes(file);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (IOException e) {
      return "";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }
}
