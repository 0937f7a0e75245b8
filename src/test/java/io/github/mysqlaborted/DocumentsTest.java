package io.github.mysqlaborted;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.alerts.KnownMetrics;
import io.github.mysqlaborted.cause.Cause;
import io.github.mysqlaborted.cli.CommandLineParser;
import io.github.mysqlaborted.cli.Invocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents name is there: files, headings, flags, metrics, endpoints, commands. */
class DocumentsTest {

  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|^ {4,}\\S.*?$|`[^`\n]+`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*?) *$");
  private static final Pattern FLAG =
      Pattern.compile("(?<![\\w-])--[a-z][a-z0-9_.-]*[a-z0-9](?!\\.[A-Z])");
  private static final Pattern METRIC =
      Pattern.compile("(?<![\\w.:'-])mysqlx?_[a-z_]*[a-z](?![\\w*(])");
  private static final Pattern NAME_IN_SOURCE = Pattern.compile("\"(mysqlx?_[a-z_]+)\"");
  private static final Pattern ENDPOINT = Pattern.compile("(?<![\\w/])/-/[a-z]+");
  private static final Pattern MAKE = Pattern.compile("(?:^|`|\\n {4,})make ([a-z]+)");
  private static final Pattern PROGRAM =
      Pattern.compile("mysql-aborted-exporter(?:\\.jar)? +([a-z]+)\\b(?![-./:@])");

  /** The beginnings of our flags' names: what begins otherwise may be another program's. */
  private static final Pattern OURS =
      Pattern.compile(
          "--(?:no-)?(?:accounts|collect|config|errorlog|generallog|hours|log|mysqld|probe|state|web)"
              + "(?:[.-].*)?|--timeout-offset");

  /** Flags of other programs that begin as ours do. */
  private static final Set<String> OF_OTHERS = Set.of("--config");

  /** Names of the client library's functions, plugins of servers, and the like. */
  private static final Set<String> NO_METRICS =
      Set.of(
          "mysql_aborted",
          "mysql_aborted_threshold",
          "mysql_clear_password",
          "mysql_close",
          "mysql_native_password",
          "mysql_host");

  static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(Path.of("deploy/mixin/README.md")));
    try (Stream<Path> top = Files.list(Path.of(""));
        Stream<Path> docs = Files.walk(Path.of("docs"))) {
      Stream.concat(top, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !file.endsWith("CHANGELOG.md"))
          .sorted()
          .forEach(documents::add);
    }
    return documents;
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksLeadToWhatIsThere(Path document) throws IOException {
    String text = CODE.matcher(Files.readString(document)).replaceAll("");
    List<String> dead = new ArrayList<>();
    for (String link : all(LINK, text)) {
      if (!link.matches("[a-z]+:.*") && !exists(document, link)) {
        dead.add(link);
      }
    }
    assertThat(dead).isEmpty();
  }

  private static boolean exists(Path document, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path folder = document.toAbsolutePath().getParent();
    Path target =
        parts[0].isEmpty() ? document.toAbsolutePath() : folder.resolve(parts[0]).normalize();
    return Files.exists(target)
        && target.startsWith(Path.of("").toAbsolutePath())
        && (parts.length == 1 || anchors(target).contains(parts[1]));
  }

  /** As GitHub makes them of headings. */
  private static Set<String> anchors(Path document) throws IOException {
    String text =
        Pattern.compile("(?ms)^```.*?^```").matcher(Files.readString(document)).replaceAll("");
    Set<String> anchors = new HashSet<>();
    for (String heading : all(HEADING, text)) {
      String anchor =
          heading
              .toLowerCase(Locale.ROOT)
              .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
              .replaceAll("[^\\p{L}\\p{N} _-]", "")
              .replace(' ', '-');
      for (int number = 1; !anchors.add(anchor); number++) {
        anchor = anchor.replaceAll("-\\d+$", "") + "-" + number;
      }
    }
    return anchors;
  }

  @ParameterizedTest
  @MethodSource("documents")
  void flagsAreThere(Path document) throws Exception {
    Set<String> named =
        code(document, FLAG).stream()
            .filter(flag -> OURS.matcher(flag).matches())
            .collect(Collectors.toCollection(TreeSet::new));
    named.removeAll(flags());
    named.removeAll(OF_OTHERS);
    assertThat(named).isEmpty();
  }

  private static Set<String> flags() throws Exception {
    Set<String> flags = new HashSet<>();
    for (List<String> help : List.of(List.of("--help"), List.of("diagnose", "--help"))) {
      String text = ((Invocation.Show) CommandLineParser.parse(help, Map.of(), "")).text();
      for (String flag : all(Pattern.compile("--(\\S+)"), text)) {
        String name = flag.replaceAll("[=,].*", "");
        flags.add("--" + name.replace("[no-]", ""));
        flags.add("--" + name.replace("[no-]", "no-"));
      }
    }
    return flags;
  }

  @ParameterizedTest
  @MethodSource("documents")
  void metricsAreThere(Path document) throws IOException {
    Set<String> known = new HashSet<>(NO_METRICS);
    for (String name : KnownMetrics.read().labels().keySet()) {
      known.add(name);
      known.add(name.replaceAll("_(bucket|sum|count)$", ""));
    }
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(Files::isRegularFile).toList()) {
        known.addAll(all(NAME_IN_SOURCE, Files.readString(source)));
      }
    }
    Set<String> named = new TreeSet<>(code(document, METRIC));
    named.removeAll(known);
    assertThat(named).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void endpointsAreThere(Path document) throws IOException {
    assertThat(Set.of("/-/healthy", "/-/ready", "/-/reload")).containsAll(code(document, ENDPOINT));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void commandsAreThere(Path document) throws IOException {
    Set<String> targets =
        Set.copyOf(all(Pattern.compile("(?m)^([a-z]+):"), Files.readString(Path.of("Makefile"))));
    assertThat(targets).containsAll(all(MAKE, String.join("\n", codeOf(document))));
    for (String code : codeOf(document)) {
      if (code.contains("java -jar ") || code.contains("bin/mysql-aborted-exporter ")) {
        assertThat(Set.of("serve", "diagnose", "explain", "health"))
            .as(code)
            .containsAll(all(PROGRAM, code));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.ko.md"})
  void theReadmesNameEachCause(String readme) throws IOException {
    String text = Files.readString(Path.of(readme));
    for (Cause cause : Cause.values()) {
      String row = "| [`%1$s`](docs/runbooks/%1$s.md) | ".formatted(cause.key());
      assertThat(text).contains(readme.equals("README.md") ? row + cause.title() + " |" : row);
    }
  }

  private static List<String> codeOf(Path document) throws IOException {
    return CODE.matcher(Files.readString(document)).results().map(MatchResult::group).toList();
  }

  private static Set<String> code(Path document, Pattern pattern) throws IOException {
    return codeOf(document).stream()
        .flatMap(code -> pattern.matcher(code).results())
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }
}
