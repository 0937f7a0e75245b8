package io.github.mysqlaborted.follow;

import io.github.mysqlaborted.log.StartFrom;
import io.github.mysqlaborted.server.MysqlClient;
import io.github.mysqlaborted.server.table.ErrorLogLocation;
import io.github.mysqlaborted.server.table.ErrorLogTable;
import io.github.mysqlaborted.time.Pause;
import io.github.mysqlaborted.time.Ticker;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log that the server offers: {@code performance_schema.error_log}, else, if the server is on
 * this machine, the file that {@code @@log_error} names and that can be read, or the journal of the
 * server's unit if it writes to its standard error.
 *
 * <p>The table tells of the same events as file or journal. So one of these that was followed stays
 * as long as it is offered, and where one takes the place of the other, it is followed from its
 * end.
 */
final class DiscoveredLog implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(DiscoveredLog.class);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  /** What the server says. */
  interface Offers extends Closeable {

    /** A new answer, if there is one. */
    Optional<ErrorLogLocation> poll();

    /** Whether files that the server names are files of this machine. */
    boolean isLocal();

    /** The systemd units of this machine of which the server can be; one if it surely is. */
    List<String> units(ErrorLogLocation offer);

    @Override
    void close();
  }

  /** A log with its name and what makes it. */
  private record Place(String name, Function<StartFrom, FollowedLog> maker) {}

  private final Offers offers;
  private final Function<StartFrom, FollowedLog> table;
  private final BiFunction<String, StartFrom, FollowedLog> file;
  private final BiFunction<String, StartFrom, FollowedLog> journal;
  private final StartFrom start;
  private final Pause untilNextLook;

  /** What was saved of logs that are not followed now. */
  private final Map<String, LogCheckpoint> others = new LinkedHashMap<>();

  private Optional<ErrorLogLocation> offer = Optional.empty();
  private Optional<FollowedLog> current = Optional.empty();
  private Optional<String> reasonForNone = Optional.of("the server has not answered yet");

  /**
   * @param table makes the log in the table
   * @param file makes the log in a file
   * @param journal makes the log in the journal of a unit
   * @param start where a log is read from of which nothing was saved
   */
  DiscoveredLog(
      Offers offers,
      Function<StartFrom, FollowedLog> table,
      BiFunction<String, StartFrom, FollowedLog> file,
      BiFunction<String, StartFrom, FollowedLog> journal,
      StartFrom start,
      Ticker ticker) {
    this.offers = offers;
    this.table = table;
    this.file = file;
    this.journal = journal;
    this.start = start;
    this.untilNextLook = new Pause(ticker);
  }

  static DiscoveredLog of(MysqlClient server, LogFactory factory) {
    return new DiscoveredLog(
        new ErrorLogDiscovery(server, factory.ticker()),
        from -> factory.table(server, from),
        factory::file,
        factory::journal,
        factory.start(),
        factory.ticker());
  }

  /** Remembers what was saved until it is known which log is followed. */
  void restore(Map<String, LogCheckpoint> saved) {
    others.putAll(saved);
  }

  /** What was saved of the logs that are not followed now. */
  Map<String, LogCheckpoint> others() {
    return others;
  }

  Optional<FollowedLog> current() {
    return current;
  }

  /** Why no log is followed. */
  Optional<String> reasonForNone() {
    return reasonForNone;
  }

  /** Takes up a new answer of the server; looks again for a file that could not be read. */
  void choose() {
    Optional<ErrorLogLocation> answer = offers.poll();
    boolean looksAgain = offer.isPresent() && current.isEmpty() && !untilNextLook.isOn();
    if (answer.isPresent() || looksAgain) {
      offer = answer.or(() -> offer);
      untilNextLook.begin(LOOK_AGAIN);
      choose(offer.get());
    }
  }

  private void choose(ErrorLogLocation of) {
    boolean hadTable = others.containsKey(ErrorLogTable.NAME) || isFollowed(ErrorLogTable.NAME);
    boolean hadFile = !hadTable && (current.isPresent() || !others.isEmpty());
    Optional<Place> place = of.table() && !hadFile ? Optional.empty() : place(of);
    if (of.table() && place.isEmpty()) {
      StartFrom from = hadFile ? StartFrom.END : start;
      follow(ErrorLogTable.NAME, hadFile, () -> table.apply(from));
    } else if (place.isPresent()) {
      StartFrom from = hadTable ? StartFrom.END : start;
      follow(place.get().name(), hadTable, () -> place.get().maker().apply(from));
    } else if (current.isEmpty()) {
      sayWhyNone(of);
    }
  }

  /** Where on this machine the server writes its log. */
  private Optional<Place> place(ErrorLogLocation of) {
    if (!offers.isLocal()) {
      return Optional.empty();
    }
    if (of.file().isPresent()) {
      return of.file()
          .filter(Files::isReadable)
          .map(Path::toString)
          .map(path -> new Place(path, from -> file.apply(path, from)));
    }
    List<String> units = offers.units(of);
    return units.size() == 1
        ? Optional.of(
            new Place(JournalLog.name(units.get(0)), from -> journal.apply(units.get(0), from)))
        : Optional.empty();
  }

  private boolean isFollowed(String name) {
    return current.map(log -> log.name().equals(name)).orElse(false);
  }

  /**
   * @param replaces whether the events of what was followed before are its events too, so that
   *     nothing goes on from there any more
   */
  private void follow(String name, boolean replaces, Supplier<FollowedLog> made) {
    if (isFollowed(name)) {
      return;
    }
    current.ifPresent(this::leave);
    if (replaces) {
      others.clear();
    }
    FollowedLog next = made.get();
    Optional.ofNullable(others.remove(name)).ifPresent(next::restore);
    current = Optional.of(next);
    reasonForNone = Optional.empty();
    LOG.info("reading the error log {}, discovered from the server", name);
  }

  private void leave(FollowedLog log) {
    others.put(log.name(), log.save());
    try {
      log.close();
    } catch (IOException e) {
      LOG.debug("{} cannot be closed", log.name(), e);
    }
  }

  private void sayWhyNone(ErrorLogLocation of) {
    String table = of.tableRefused() ? "SELECT on " + ErrorLogTable.NAME + " is not granted; " : "";
    String why = offers.isLocal() ? " cannot be read" : " may be on another machine";
    String log =
        of.file()
            .map(path -> "the server's " + path + why + "; set --errorlog.file")
            .orElseGet(() -> whyNoJournal(of));
    Optional<String> found = Optional.of(table + log);
    if (!found.equals(reasonForNone)) {
      LOG.warn("no error log is read: {}", found.get());
      reasonForNone = found;
    }
  }

  private String whyNoJournal(ErrorLogLocation of) {
    List<String> units = offers.isLocal() ? offers.units(of) : List.of();
    String which =
        units.isEmpty()
            ? "--errorlog.unit=UNIT if systemd runs it"
            : "--errorlog.unit=" + String.join(" or --errorlog.unit=", units);
    return "the server writes its log to standard error: on the server's machine, set"
        + " --errorlog.source=journal and "
        + which
        + "; in a container, set --errorlog.file=- and pipe the container's output"
        + " to standard input";
  }

  @Override
  public void close() {
    offers.close();
  }
}
