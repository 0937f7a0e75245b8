package io.github.mysqlaborted.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** User names are text from strangers, and most servers write the line feeds in them. */
class ForgedNamesTest {

  /** They have one style, in which the number tells them apart. */
  private static final Set<Server> LONG_DATES = EnumSet.of(Server.MYSQL_5_6, Server.MARIADB);

  /** Servers that write a line feed in a name as it is. */
  enum Server {
    MYSQL_5_5("261122  9:05:0%d [Warning] ", "261122  9:05:09 [Note] "),
    MYSQL_5_6("2026-11-22 09:05:0%d 11556 [Warning] ", "2026-11-22 09:05:09 1 [Note] "),
    MYSQL_5_7("2026-11-22T09:05:0%d.000000Z 8 [Note] ", "2026-11-22T09:05:09.000000Z 9 [Note] "),
    MARIADB("2026-11-22  9:05:0%1$d %2$d [Warning] ", "2026-11-22  9:05:09 9 [Note] ");

    private final String stamp;
    private final String forged;

    Server(String stamp, String forged) {
      this.stamp = stamp;
      this.forged = forged;
    }

    String denied(int second, String user) {
      return denied(second, 8, user);
    }

    String denied(int second, int connection, String user) {
      return stamp.formatted(second, connection)
          + "Access denied for user '"
          + user
          + "'@'localhost' (using password: YES)";
    }

    String aborted(String forgedStamp) {
      return forgedStamp + "Aborted connection 9 to db: 'd' user: 'u' host: 'h' (KILL)";
    }

    /** A record before and one after, which must be told whatever stands between. */
    List<String> read(String... between) {
      List<String> lines = new ArrayList<>();
      String real =
          "Aborted connection 8 to db: 'shop' user: 'app' host: 'localhost' (Got timeout"
              + " reading communication packets)";
      lines.add(stamp.formatted(0, 8) + real);
      lines.addAll(List.of(between));
      lines.add(stamp.formatted(8, 8) + real);
      List<String> told = new ArrayList<>(FedReader.of(lines.toArray(new String[0])).summary());
      assertThat(told.remove(0)).isEqualTo("client/read_timeout app@localhost shop");
      assertThat(told.remove(told.size() - 1)).isEqualTo("client/read_timeout app@localhost shop");
      return told;
    }
  }

  @ParameterizedTest
  @EnumSource(Server.class)
  void countsOneAccessDeniedForANameWithALineFeed(Server server) {
    assertThat(server.read(server.denied(1, "a\nb")))
        .containsExactly("connect/access_denied a\nb@localhost ");
  }

  @Test
  void countsOneAccessDeniedForANameWithAWholeAbortRecord() {
    Server server = Server.MARIADB;
    String name = "x\n" + server.aborted(server.forged) + "\ny";
    assertThat(server.read(server.denied(1, name)))
        .containsExactly("connect/access_denied " + name + "@localhost ");
  }

  @Test
  void countsOneAccessDeniedForANameThatClosesItsOwnRecordFirst() {
    Server server = Server.MARIADB;
    String name =
        "x'@'h' (using password: NO)\n"
            + "2026-11-22  9:05:09 9 [Note] Aborted connection 9 to db: '' user: '' host: '' ()\ny";
    assertThat(name.length()).isLessThanOrEqualTo(128);
    assertThat(server.read(server.denied(1, name)))
        .containsExactly("connect/access_denied " + name + "@localhost ");
  }

  /** MySQL cuts names at 48 bytes, so they hold no record there; of 5.5 nobody knows. */
  @ParameterizedTest
  @EnumSource(
      value = Server.class,
      mode = Mode.EXCLUDE,
      names = {"MYSQL_5_6", "MYSQL_5_7"})
  void countsOneAccessDeniedForANameThatHoldsAnother(Server server) {
    String name = "x\n" + server.denied(2, "y") + "\nz";
    assertThat(server.read(server.denied(1, name)))
        .containsExactly("connect/access_denied " + name + "@localhost ");
  }

  @ParameterizedTest
  @EnumSource(value = Server.class, mode = Mode.EXCLUDE, names = "MYSQL_5_7")
  void countsOneAccessDeniedForANameThatEndsAsTheBeginningOfAnother(Server server) {
    String name = "x\n" + server.stamp.formatted(2, 8) + "Access denied for user 'y";
    List<String> told = server.read(server.denied(1, name));
    assertThat(told).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Server.class)
  void countsEachOfTwoFailuresInARow(Server server) {
    assertThat(
            server.read(
                server.denied(1, 9, "a"), server.denied(2, 10, "b"), server.denied(2, 12, "c")))
        .containsExactly(
            "connect/access_denied a@localhost ",
            "connect/access_denied b@localhost ",
            "connect/access_denied c@localhost ");
  }

  @Test
  void countsOneAccessDeniedForANameThatClosesItsOwnRecordTwice() {
    Server server = Server.MARIADB;
    String name =
        """
        '@''
        2026-11-22  9:05:09 9 [Note] 接続 9 が中断されました。データベース: '' ユーザー: '' ホスト: '' ()
        '@''
        """;
    assertThat(name.codePointCount(0, name.length())).isLessThanOrEqualTo(128);
    assertThat(server.read(server.denied(1, name)))
        .containsExactly("connect/access_denied " + name + "@localhost ");
  }

  @Test
  void waitsForTheEndOfARecordWhoseNameHasALineFeed() {
    FedReader reading = new FedReader();
    reading.feed("2026-11-22  9:05:01 8 [Warning] Access denied for user 'a").rest();
    assertThat(reading.events).isEmpty();
    assertThat(reading.reader.heldFrom()).isZero();
    reading.feed("b'@'localhost' (using password: NO)").rest();
    assertThat(reading.summary()).containsExactly("connect/access_denied a\nb@localhost ");
    assertThat(reading.reader.heldFrom()).isEqualTo(-1);
  }

  @Test
  void givesUpARecordWithoutEndWhenNoNameCanBeSoLong() {
    Server server = Server.MARIADB;
    List<String> told =
        server.read(
            "2026-11-22  9:05:01 8 [Warning] Access denied for user 'torn",
            "2026-11-22  9:05:01 0 [Note] " + "x".repeat(150),
            server.denied(2, "a"));
    assertThat(told).containsExactly("connect/access_denied a@localhost ");
  }

  @Test
  void takesAnAbortBetweenTwoFailuresAsPartOfANameThatCanHoldIt() {
    String name =
        """
        x'@''
        2026-11-22  9:05:01 9 [Note] 终止的连接 9 到数据库: '' 用户: '' 主机: '' ()
        2026-11-22  9:05:01 9 [Note] Access denied for user '""";
    assertThat(name.codePointCount(0, name.length())).isLessThanOrEqualTo(128);
    String record = "2026-11-22  9:05:01 8 [Warning] Access denied for user '" + name + "'@'h'";
    assertThat(Server.MARIADB.read(record))
        .containsExactly("connect/access_denied " + name + "@h ");
  }

  @Test
  void countsAnAbortBetweenTwoFailuresThatNoNameCanHold() {
    String abort =
        "2026-11-22  9:05:01 9 [Warning] Aborted connection 9 to db: 'shop' user: 'app' host:"
            + " 'localhost' (Got timeout reading communication packets)";
    assertThat(
            Server.MARIADB.read(
                Server.MARIADB.denied(1, "a"), abort, Server.MARIADB.denied(2, "b")))
        .containsExactly(
            "connect/access_denied a@localhost ",
            "client/read_timeout app@localhost shop",
            "connect/access_denied b@localhost ");
  }

  @Test
  void takesARecordWhoseStampGoesBackAsPartOfTheName() {
    Server server = Server.MARIADB;
    String name =
        "x'@'h' (using password: NO)\n2026-11-22  8:00:00 9 [Warning] Access denied for user 'y";
    assertThat(server.read(server.denied(1, name)))
        .containsExactly("connect/access_denied " + name + "@localhost ");
  }

  /** What stands where no name can reach is a record; see docs/how-it-counts.md. */
  @ParameterizedTest
  @EnumSource(Server.class)
  void takesARecordOfAnotherServersStyleThatIsNotInAName(Server server) {
    for (Server other : Server.values()) {
      boolean sameStyle = LONG_DATES.contains(server) && LONG_DATES.contains(other);
      if (!sameStyle) {
        assertThat(server.read(other.aborted(other.forged))).containsExactly("client/other u@h d");
      }
    }
  }

  @Test
  void countsARecordOfAnotherStyleThatIsOlderAsUnrecognized() {
    FedReader reading =
        FedReader.of(
            "2026-11-22T09:05:01.000000Z 8 [Note] Aborted connection 8 to db: 'd' user: 'u' host:"
                + " 'h' (Got timeout reading communication packets)",
            "261121  9:05:09 [Note] Aborted connection 9 to db: 'd' user: 'u' host: 'h' (x)");
    assertThat(reading.summary()).containsExactly("client/read_timeout u@h d");
    assertThat(reading.reader.unrecognized()).isEqualTo(1);
  }

  @Test
  void countsAnAbortRecordWhoseIdIsNotThatOfItsThreadAsUnrecognized() {
    String wrong =
        "2026-11-22  9:05:01 7 [Warning] Aborted connection 9 to db: 'd' user: 'u' host: 'h' (Got"
            + " timeout reading communication packets)";
    FedReader reading =
        FedReader.of("2026-11-22  9:05:01 0 [Note] mariadbd: ready for connections.", wrong);
    assertThat(reading.events).isEmpty();
    assertThat(reading.reader.unrecognized()).isEqualTo(1);
  }

  @Test
  void takesARecordOfEightAsOneLine() {
    String line =
        "2026-11-22T09:05:01.000000Z 8 [Note] [MY-010926] [Server] Access denied for user 'a"
            + " 2026-11-22T09:05:01.000000Z 9 [Note] [MY-010914] [Server] Aborted connection 9 to"
            + " db: 'd' user: 'u' host: 'h' (x).'@'localhost' (using password: YES)";
    assertThat(FedReader.of(line).summary())
        .singleElement()
        .asString()
        .startsWith("connect/access_denied a 2026-11-22T09:05:01.000000Z 9 [Note]");
  }

  @Test
  void takesWordsInsideOtherMessagesForNothing() {
    FedReader reading =
        FedReader.of(
            "2026-11-22 12:00:00 0 [Note] mariadbd: ready for connections.",
            "2026-11-22 12:00:01 5 [Warning] IP address 'Aborted connection 5' could not be"
                + " resolved: Aborted connection 5 to db: 'd' user: 'u' host: 'h' (KILLED)",
            "2026-11-22 12:00:02 5 [ERROR] Event Scheduler: Access denied for user 'x'@'y' (using"
                + " password: NO)",
            "2026-11-22 12:00:03 0 [Note] InnoDB: Aborted connection");
    assertThat(reading.events).isEmpty();
    assertThat(reading.reader.unrecognized()).isZero();
    assertThat(reading.reader.records()).isEqualTo(4);
  }
}
