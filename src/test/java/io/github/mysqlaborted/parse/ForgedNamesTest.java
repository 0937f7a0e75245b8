package io.github.mysqlaborted.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** User names are text from strangers, and most servers write the line feeds in them. */
class ForgedNamesTest {

  /** Servers that write a line feed in a name as it is. */
  enum Server {
    MYSQL_5_5("261122  9:05:0%d [Warning] ", "261122  9:05:09 [Note] "),
    MYSQL_5_6("2026-11-22 09:05:0%d 11556 [Warning] ", "2026-11-22 09:05:09 1 [Note] "),
    MYSQL_5_7("2026-11-22T09:05:0%d.000000Z 8 [Note] ", "2026-11-22T09:05:09.000000Z 9 [Note] "),
    MARIADB("2026-11-22  9:05:0%d 8 [Warning] ", "2026-11-22  9:05:09 9 [Note] ");

    private final String stamp;
    private final String forged;

    Server(String stamp, String forged) {
      this.stamp = stamp;
      this.forged = forged;
    }

    String denied(int second, String user) {
      return stamp.formatted(second)
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
      lines.add(stamp.formatted(0) + real);
      lines.addAll(List.of(between));
      lines.add(stamp.formatted(8) + real);
      List<String> told = new ArrayList<>(Reading.of(lines.toArray(new String[0])).summary());
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

  /** MySQL 5.7 cuts names at 48 bytes, so they hold no record there. */
  @ParameterizedTest
  @EnumSource(value = Server.class, mode = Mode.EXCLUDE, names = "MYSQL_5_7")
  void countsOneAccessDeniedForANameThatHoldsAnother(Server server) {
    String name = "x\n" + server.denied(2, "y") + "\nz";
    assertThat(server.read(server.denied(1, name)))
        .containsExactly("connect/access_denied " + name + "@localhost ");
  }

  @ParameterizedTest
  @EnumSource(value = Server.class, mode = Mode.EXCLUDE, names = "MYSQL_5_7")
  void countsOneAccessDeniedForANameThatEndsAsTheBeginningOfAnother(Server server) {
    String name = "x\n" + server.stamp.formatted(2) + "Access denied for user 'y";
    List<String> told = server.read(server.denied(1, name));
    assertThat(told).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Server.class)
  void countsEachOfTwoFailuresInARow(Server server) {
    assertThat(server.read(server.denied(1, "a"), server.denied(2, "b"), server.denied(2, "c")))
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
    Reading reading = new Reading();
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
  void takesARecordWhoseStampGoesBackAsPartOfTheName() {
    Server server = Server.MARIADB;
    String name =
        "x'@'h' (using password: NO)\n2026-11-22  8:00:00 9 [Warning] Access denied for user 'y";
    assertThat(server.read(server.denied(1, name)))
        .containsExactly("connect/access_denied " + name + "@localhost ");
  }

  @ParameterizedTest
  @EnumSource(Server.class)
  void takesNoRecordOfAnotherServersStyle(Server server) {
    for (Server other : Server.values()) {
      boolean sameStyle =
          other == server
              || (server == Server.MYSQL_5_6 && other == Server.MARIADB)
              || (server == Server.MARIADB && other == Server.MYSQL_5_6);
      if (!sameStyle) {
        assertThat(server.read(other.aborted(other.forged))).isEmpty();
      }
    }
  }

  @Test
  void takesNoAbortRecordWhoseIdIsNotThatOfItsThread() {
    String wrong =
        "2026-11-22  9:05:01 7 [Warning] Aborted connection 9 to db: 'd' user: 'u' host: 'h' (Got"
            + " timeout reading communication packets)";
    assertThat(Reading.of("2026-11-22  9:05:01 0 [Note] x", wrong).events).isEmpty();
  }

  @Test
  void takesARecordOfEightAsOneLine() {
    String line =
        "2026-11-22T09:05:01.000000Z 8 [Note] [MY-010926] [Server] Access denied for user 'a"
            + " 2026-11-22T09:05:01.000000Z 9 [Note] [MY-010914] [Server] Aborted connection 9 to"
            + " db: 'd' user: 'u' host: 'h' (x).'@'localhost' (using password: YES)";
    assertThat(Reading.of(line).summary())
        .singleElement()
        .asString()
        .startsWith("connect/access_denied a 2026-11-22T09:05:01.000000Z 9 [Note]");
  }

  @Test
  void takesWordsInsideOtherMessagesForNothing() {
    Reading reading =
        Reading.of(
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
