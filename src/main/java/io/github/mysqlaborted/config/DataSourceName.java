package io.github.mysqlaborted.config;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code DATA_SOURCE_NAME}, by which {@code mysqld_exporter} before 0.15 was told of its server:
 * {@code user:password@(host:port)/}. It is not read here.
 */
public final class DataSourceName {

  private static final String VARIABLE = "DATA_SOURCE_NAME";

  private static final Pattern FORM =
      Pattern.compile("([^:@]*)(?::.*)?@(?:tcp)?\\(?([^()/]*)\\)?/.*", Pattern.DOTALL);

  private DataSourceName() {}

  /** How to say the same here, if it is set; without the password. */
  public static Optional<String> hint(Map<String, String> environment) {
    String value = environment.getOrDefault(VARIABLE, "");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(value);
    boolean known = form.matches();
    return Optional.of(
        VARIABLE
            + " is not read; set --mysqld.username="
            + (known && !form.group(1).isEmpty() ? printable(form.group(1)) : "USER")
            + ", --mysqld.address="
            + (known && !form.group(2).isEmpty() ? printable(form.group(2)) : "HOST:PORT")
            + " and, for the password, MYSQLD_EXPORTER_PASSWORD or --mysqld.password-file");
  }

  private static String printable(String text) {
    return text.replaceAll("[^\\x21-\\x7e]", "?");
  }
}
