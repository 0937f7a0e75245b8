package io.github.mysqlaborted.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mysqlaborted.event.AbortedConnection;
import io.github.mysqlaborted.event.Account;
import io.github.mysqlaborted.event.Reason;
import io.github.mysqlaborted.parse.format.Bytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records in the languages of the servers. */
class LocalizedTest {

  private static final String MARIADB = "2026-11-22 12:34:37 56 [Warning] ";

  @Test
  void readsRecordsInGermanAndJapaneseOfARealServer() {
    FedReader reading =
        FedReader.of(
            MARIADB
                + "Abbruch der Verbindung 56 zur Datenbank 'shop'. Benutzer: 'app', Host:"
                + " 'localhost' (Fehler beim Lesen eines Kommunikationspakets)");
    byte[] japanese =
        Bytes.utf8(
            MARIADB
                + "接続 56 が中断されました。データベース: 'shop' ユーザー: 'app' ホスト: 'localhost'"
                + " (パケットの受信でタイムアウトが発生しました。)");
    // The server cuts the reason after 64 bytes, here in the middle of the last character.
    byte[] cut = Arrays.copyOf(japanese, japanese.length - 2);
    cut[cut.length - 1] = ')';
    reading.feed(cut).rest();
    assertThat(reading.summary())
        .containsExactly(
            "client/read_error app@localhost shop", "client/read_timeout app@localhost shop");
    assertThat(reading.reader.unrecognized()).isZero();
  }

  @Test
  void readsReasonsInOtherLanguagesInEnglishRecords() {
    FedReader reading =
        FedReader.of(
            "2026-11-22T12:34:37.741121Z 34 [Note] [MY-010914] [Server] Aborted connection 34 to"
                + " db: 'shop' user: 'app' host: 'h' (Fehler beim Lesen eines Kommunikationspakets)"
                + ".",
            "2026-11-22T12:34:37.741121Z 35 [Note] [MY-010914] [Server] Aborted connection 35 to"
                + " db: 'shop' user: 'app' host: 'h' (통신 패킷을 읽는 중 timeout이 발생하였습니다.).",
            "2026-11-22T12:34:37.741121Z 36 [Note] [MY-010914] [Server] Erreur de lecture des"
                + " paquets reçus");
    assertThat(reading.summary())
        .containsExactly(
            "client/read_error app@h shop",
            "client/read_timeout app@h shop",
            "connect/read_error @ ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Доступ закрыт для пользователя 'u'@'h' (был использован пароль: ДА)|connect/access_denied",
        "Accès refusé pour l'utilisateur: 'u'@'h' (mot de passe: OUI)|connect/access_denied",
        "'u'@'h' 사용자는 접근이 거부 되었습니다. (using password: 예)|connect/access_denied",
        "Acceso denegado para usuario: 'u'@'h' (Usando contraseña: NO)|connect/access_denied",
        "Benutzer 'u'@'h' hat keine Zugriffsberechtigung|connect/access_denied",
        "Accès refusé pour l'utilisateur: 'u'@'h'. Base 'd'|connect/access_denied_db",
        "'u'@'h' 사용자는 'd' 데이타베이스에 접근이 거부 되었습니다.|connect/access_denied_db",
        "Conexão 56 abortada para banco de dados 'd' - usuário 'u' - 'host' 'h' ('KILLED')|",
        "Spojení 56 do databáze: 'd' uživatel: 'u' stroj: 'h' (x) bylo přerušeno|client/other",
        "Interrotta la connessione 56 al db: ''d' utente: 'u' host: 'h' (x)|client/other",
        "终止的连接 56 到数据库: 'd' 用户: 'u' 主机: 'h' real ip: '::1' (读取通信包超时)|client/read_timeout",
      })
  void readsRecords(String message, String expected) {
    FedReader reading = FedReader.of(MARIADB + message);
    assertThat(reading.reader.unrecognized()).isZero();
    if (expected == null) {
      assertThat(reading.events).isEmpty();
    } else {
      assertThat(reading.summary()).singleElement().asString().startsWith(expected + " u@h");
    }
  }

  @Test
  void readsEveryTextOfTheResource() throws IOException {
    List<String[]> texts =
        CapturesTest.text("/io/github/mysqlaborted/parse/message/server-messages.tsv")
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("\t", -1))
            .toList();
    assertThat(texts).hasSizeGreaterThan(300);
    for (String[] text : texts) {
      String message = text[2].replaceFirst("%d", "56");
      for (String value : List.of("first", "second", "third", "fourth")) {
        message = message.replaceFirst("%s", value);
      }
      boolean reason = !text[2].contains("%s");
      String line =
          reason
              ? "Aborted connection 56 to db: 'd' user: 'unauthenticated' host: 'h' ("
                  + cut(message)
                  + ")"
              : message;
      FedReader reading = new FedReader().feed(Bytes.utf8(MARIADB + line)).rest();
      if (!text[0].equals("ER_CONNECTION_KILLED")) {
        assertThat(reading.events).as(text[0] + " " + message).hasSize(1);
        AbortedConnection event = reading.events.get(0);
        if (!reason) {
          assertThat(event.account()).as(message).isEqualTo(account(text[0]));
        } else if (!Map.of(
                "ER_NET_ERROR_ON_WRITE", 1,
                "ER_NET_WRITE_INTERRUPTED", 1,
                "ER_NET_UNCOMPRESS_ERROR", 1,
                "ER_SERVER_SHUTDOWN", 1,
                "ER_NET_PACKET_TOO_LARGE", 1)
            .containsKey(text[0])) {
          assertThat(event.reason()).as(message).isNotEqualTo(Reason.OTHER);
        }
      }
      assertThat(reading.reader.unrecognized()).as(message).isZero();
    }
  }

  private static Account account(String symbol) {
    return switch (symbol) {
      case "ER_NEW_ABORTING_CONNECTION" -> new Account("second", "third", "first");
      case "ER_DBACCESS_DENIED_ERROR" -> new Account("first", "second", "third");
      default -> new Account("first", "second", "");
    };
  }

  /** As a server cuts it, but at the end of a character. */
  private static String cut(String reason) {
    String cut = reason;
    while (cut.getBytes(UTF_8).length > 64) {
      cut = cut.substring(0, cut.length() - 1);
    }
    return cut;
  }
}
