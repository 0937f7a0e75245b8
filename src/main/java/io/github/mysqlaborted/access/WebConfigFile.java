package io.github.mysqlaborted.access;

import io.github.mysqlaborted.config.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a web configuration file in the format of Prometheus' exporter-toolkit (its {@code
 * docs/web-configuration.md}). What cannot be honoured is refused.
 */
final class WebConfigFile {

  private static final Set<String> KEYS =
      Set.of("tls_server_config", "http_server_config", "basic_auth_users", "rate_limit");

  /** The headers that exporter-toolkit lets be set, with the values it takes; none for any. */
  private static final Map<String, List<String>> HEADERS =
      Map.of(
          "Strict-Transport-Security", List.of(),
          "X-Content-Type-Options", List.of("nosniff"),
          "X-Frame-Options", List.of("deny", "sameorigin"),
          "X-XSS-Protection", List.of(),
          "Content-Security-Policy", List.of());

  private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]*");

  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[aby]\\$(0[4-9]|[12][0-9]|3[01])\\$[./A-Za-z0-9]{53}");

  private static final Pattern DURATION =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|\u00b5s|ms|s|m|h)");

  private final YamlMap yaml;
  private final List<Path> files = new ArrayList<>();

  private WebConfigFile(YamlMap yaml) {
    this.yaml = yaml;
  }

  /**
   * Reads it, and what it names.
   *
   * @throws ConfigException if it cannot be honoured; the message names file, line and key
   */
  static WebConfig read(Path file) throws ConfigException {
    WebConfigFile reading = new WebConfigFile(YamlMap.read(file));
    reading.files.add(file);
    return reading.read();
  }

  private WebConfig read() throws ConfigException {
    yaml.requireKnown(KEYS);
    return new WebConfig(
        new TlsSection(yaml.map("tls_server_config"), files::add).read(),
        users(yaml.map("basic_auth_users")),
        headers(yaml.map("http_server_config")),
        rate(yaml.map("rate_limit")),
        files);
  }

  private static Map<String, String> users(YamlMap section) throws ConfigException {
    Map<String, String> users = new LinkedHashMap<>();
    for (String user : section.keys()) {
      String hash = section.text(user).orElse("");
      if (!BCRYPT.matcher(hash).matches()) {
        throw section.problem(
            user,
            "is no bcrypt hash, accepted: what 'htpasswd -nBC 10 \"\"' prints behind the colon,"
                + " as $2y$10$... with 60 characters");
      }
      if (user.contains(":")) {
        throw section.problem(user, "has a colon, which no user name of HTTP may have");
      }
      users.put(user, hash);
    }
    return users;
  }

  private static Map<String, String> headers(YamlMap section) throws ConfigException {
    section.requireKnown(Set.of("http2", "headers"));
    if (section.flag("http2", false)) {
      throw section.problem(
          "http2", "found true, accepted: false; this exporter speaks HTTP/1.1 only");
    }
    YamlMap yaml = section.map("headers");
    yaml.requireKnown(HEADERS.keySet());
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : yaml.keys()) {
      Optional<String> value = yaml.text(name);
      if (value.isEmpty()) {
        continue; // "unset if blank"
      }
      List<String> accepted = HEADERS.getOrDefault(name, List.of());
      if (!accepted.isEmpty() && !accepted.contains(value.get())) {
        throw yaml.unaccepted(name, value.get(), String.join(", ", accepted));
      }
      if (!HEADER_VALUE.matcher(value.get()).matches()) {
        throw yaml.unaccepted(name, value.get(), "printable ASCII characters");
      }
      headers.put(name, value.get());
    }
    return headers;
  }

  private static Optional<Rate> rate(YamlMap section) throws ConfigException {
    section.requireKnown(Set.of("interval", "burst"));
    String text = section.text("interval").orElse("0");
    Duration interval = duration(text).orElseThrow(() -> unaccepted(section, text));
    if (interval.isZero()) {
      return Optional.empty();
    }
    String burst = section.text("burst").orElse("0");
    if (!burst.matches("[1-9][0-9]{0,8}")) {
      throw section.unaccepted(
          "burst", burst, "1 or more; with 0, which is the default, each request is refused");
    }
    return Optional.of(new Rate(interval, Integer.parseInt(burst)));
  }

  private static ConfigException unaccepted(YamlMap section, String text) {
    return section.unaccepted("interval", text, "a duration as '100ms', '1s' or '1m30s', or 0");
  }

  /** In the form of Go's {@code time.ParseDuration}, without a sign. */
  private static Optional<Duration> duration(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    Matcher part = DURATION.matcher(text);
    double nanos = 0;
    int end = 0;
    while (end < text.length() && part.find(end) && part.start() == end) {
      nanos += Double.parseDouble(part.group(1)) * unit(part.group(2));
      end = part.end();
    }
    return end == 0 || end < text.length() || nanos > Long.MAX_VALUE
        ? Optional.empty()
        : Optional.of(Duration.ofNanos((long) nanos));
  }

  private static double unit(String name) {
    return switch (name) {
      case "ns" -> 1;
      case "ms" -> 1e6;
      case "s" -> 1e9;
      case "m" -> 60e9;
      case "h" -> 3600e9;
      default -> 1e3;
    };
  }
}
