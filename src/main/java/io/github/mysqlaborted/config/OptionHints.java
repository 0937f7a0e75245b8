package io.github.mysqlaborted.config;

import io.github.mysqlaborted.config.MyCnf.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What stands in an option file and is hardly meant. None of it is an error: {@code [client]} is
 * read by other programs too, which know other options. No hint shows a value.
 */
final class OptionHints {

  private static final String PASSWORD = "password";

  /** All that is read here. */
  private static final List<String> KNOWN =
      List.of(
          "user",
          PASSWORD,
          "host",
          "port",
          "socket",
          "ssl-mode",
          "ssl-ca",
          "ssl-cert",
          "ssl-key",
          "get-server-public-key",
          "server-public-key-path",
          "enable-cleartext-plugin");

  /** Options of MySQL's and MariaDB's clients that look like one of {@link #KNOWN}. */
  private static final Set<String> OTHERS =
      Set.of("ssl", "ssl-crl", "ssl-capath", "skip-ssl", "password1", "password2", "password3");

  private OptionHints() {}

  /**
   * One line each.
   *
   * @param groups options by the group that they stand in
   */
  static List<String> of(Map<String, Map<String, Option>> groups) {
    List<String> hints = new ArrayList<>();
    Set<Path> withPassword = new TreeSet<>();
    groups.forEach(
        (group, options) -> {
          if (group.equals("client") || group.startsWith("client.")) {
            options.forEach(
                (name, option) -> {
                  misspelt(name, option).ifPresent(hints::add);
                  if (name.equals(PASSWORD)) {
                    withPassword.add(option.file());
                    cutShort(option).ifPresent(hints::add);
                  }
                });
          }
        });
    withPassword.stream()
        .filter(OptionHints::isReadableByAll)
        .forEach(
            file ->
                hints.add(file + " holds a password and is readable by everybody: run chmod o-r"));
    return hints.stream().sorted().toList();
  }

  private static Optional<String> misspelt(String name, Option option) {
    String word = name.split("\\s", 2)[0];
    if (option.value().isEmpty() && !word.equals(name) && KNOWN.contains(word)) {
      return Optional.of(
          option.place() + ": " + word + " is followed by no =, so the line has no effect");
    }
    if (KNOWN.contains(word) || OTHERS.contains(word)) {
      return Optional.empty();
    }
    return KNOWN.stream()
        .filter(known -> isLike(word, known))
        .findFirst()
        .map(
            known ->
                option.place() + ": " + word + " is no option that is read here; " + known + "?");
  }

  private static Optional<String> cutShort(Option option) {
    return option.isCutShort()
        ? Optional.of(
            option.place()
                + ": the password ends before the #, which begins a comment; put it between quotes"
                + " if the # belongs to it")
        : Optional.empty();
  }

  private static boolean isReadableByAll(Path file) {
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Whether one mistake in typing makes one of the other: a letter less, more, other or moved. */
  private static boolean isLike(String word, String known) {
    int begin = 0;
    int shorter = Math.min(word.length(), known.length());
    while (begin < shorter && word.charAt(begin) == known.charAt(begin)) {
      begin++;
    }
    String left = word.substring(begin);
    String right = known.substring(begin);
    if (left.isEmpty() || right.isEmpty()) {
      return left.length() + right.length() == 1;
    }
    boolean moved =
        left.length() > 1
            && right.length() > 1
            && left.charAt(0) == right.charAt(1)
            && left.charAt(1) == right.charAt(0)
            && left.substring(2).equals(right.substring(2));
    return moved
        || left.substring(1).equals(right)
        || right.substring(1).equals(left)
        || left.substring(1).equals(right.substring(1));
  }
}
