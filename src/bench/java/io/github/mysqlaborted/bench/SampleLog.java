package io.github.mysqlaborted.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * An error log as MySQL 8.0 writes it, of any size, the same one for the same seed: records of
 * aborted connections among others, from a few dozen accounts.
 *
 * <p>The texts are those of share/messages_to_error_log.txt and share/messages_to_clients.txt. Each
 * abort has a connection id of its own, and no other record bears the words of one.
 */
final class SampleLog {

  private static final int BLOCK = 1 << 20;
  private static final long SEED = 20261122;
  private static final String[] USERS = {
    "app", "app", "app", "app", "billing", "billing", "reporting", "svc_orders", "etl", "root"
  };
  private static final String[] DATABASES = {"shop", "shop", "shop", "billing", "unconnected"};

  private final int percent;
  private final Random random = new Random(SEED);
  private final StringBuilder text = new StringBuilder(BLOCK + 1024);
  private final Map<String, Long> counts = new TreeMap<>();
  private long records;
  private long microseconds;

  /** The id of the connection that was made last. */
  private long connection = 100;

  /**
   * @param percent how many records in a hundred tell of an aborted connection
   */
  SampleLog(int percent) {
    this.percent = percent;
  }

  /**
   * Writes whole records until there are at least {@code size} bytes; returns how many there are.
   */
  long write(Path file, long size) throws IOException {
    long written = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      while (written < size) {
        text.setLength(0);
        long most = Math.min(BLOCK, size - written);
        while (text.length() < most) {
          record();
        }
        byte[] block = text.toString().getBytes(ISO_8859_1);
        out.write(block);
        written += block.length;
      }
    }
    return written;
  }

  /** How many records were written. */
  long records() {
    return records;
  }

  /** How many of them tell of an aborted connection. */
  long aborts() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many aborts there are of each phase and reason, as {@code client read_error}. */
  Map<String, Long> counts() {
    return counts;
  }

  private void record() {
    records++;
    microseconds += random.nextInt(20_000);
    if (random.nextInt(100) < percent) {
      connection += 1 + random.nextInt(9);
      abort(random.nextInt(100));
    } else {
      other(random.nextInt(100));
    }
    text.append('\n');
  }

  private void abort(int kind) {
    if (kind < 38) {
      session("read_error", "Got an error reading communication packets");
    } else if (kind < 62) {
      session("inactivity", "The client was disconnected by the server because of inactivity.");
    } else if (kind < 74) {
      session("read_timeout", "Got timeout reading communication packets");
    } else if (kind < 81) {
      session("write_error", "Got an error writing communication packets");
    } else if (kind < 83) {
      session("packet_too_large", "Got a packet bigger than 'max_allowed_packet' bytes");
    } else if (kind < 95) {
      head(connection, "Note", 10926, "Server").append("Access denied for user '");
      text.append(user()).append("'@'").append(host()).append("' (using password: YES)");
      count("connect access_denied");
    } else if (kind < 98) {
      head(connection, "Note", 10914, "Server").append("Bad handshake");
      count("connect bad_handshake");
    } else {
      head(connection, "Note", 10914, "Server").append("Got timeout reading communication packets");
      count("connect connect_timeout");
    }
  }

  private void session(String reason, String words) {
    head(connection, "Note", 10914, "Server").append("Aborted connection ").append(connection);
    text.append(" to db: '").append(DATABASES[random.nextInt(DATABASES.length)]);
    text.append("' user: '").append(user()).append("' host: '").append(host());
    text.append("' (").append(words).append(").");
    count("client " + reason);
  }

  private void other(int kind) {
    if (kind < 40) {
      head(connection, "Warning", 13360, "Server")
          .append("Plugin mysql_native_password reported: ''mysql_native_password' is deprecated")
          .append(" and will be removed in a future release. Please use caching_sha2_password")
          .append(" instead'");
    } else if (kind < 60) {
      head(0, "Note", 11953, "InnoDB").append("Page cleaner took ");
      text.append(4000 + random.nextInt(4000)).append("ms to flush ");
      text.append(random.nextInt(2000)).append(" and evict ").append(random.nextInt(200));
      text.append(" pages");
    } else if (kind < 75) {
      head(connection, "Warning", 10055, "Server").append("IP address '").append(host());
      text.append("' could not be resolved: Name or service not known");
    } else if (kind < 90) {
      head(connection, "Note", 13730, "Server");
      text.append("'wait_timeout' period of 28800 seconds was exceeded for `").append(user());
      text.append("`@`%`. The idle time since last command was too long.");
    } else {
      head(11, "Note", 10559, "Repl").append("Multi-threaded slave statistics for channel '':");
      text.append(" seconds elapsed = 120; events assigned = ").append(random.nextInt(1_000_000));
      text.append("; worker queues filled over overrun level = 0; waited due a Worker queue full");
      text.append(" = 0; waited due the total size = 0; waited at clock conflicts = ");
      text.append(random.nextInt(1_000_000)).append(" waited (count) when Workers occupied = 0");
      text.append(" waited when Workers occupied = 0");
    }
  }

  private String user() {
    return USERS[random.nextInt(USERS.length)];
  }

  private String host() {
    return "10.0." + random.nextInt(2) + "." + (20 + random.nextInt(4));
  }

  private void count(String phaseAndReason) {
    counts.merge(phaseAndReason, 1L, Long::sum);
  }

  private StringBuilder head(long thread, String label, int code, String subsystem) {
    long second = microseconds / 1_000_000;
    text.append("2026-11-");
    padded(1 + second / 86_400, 2);
    text.append('T');
    padded(second / 3_600 % 24, 2);
    text.append(':');
    padded(second / 60 % 60, 2);
    text.append(':');
    padded(second % 60, 2);
    text.append('.');
    padded(microseconds % 1_000_000, 6);
    text.append("Z ").append(thread).append(" [").append(label).append("] [MY-");
    padded(code, 6);
    return text.append("] [").append(subsystem).append("] ");
  }

  private void padded(long value, int digits) {
    String shown = Long.toString(value);
    for (int i = shown.length(); i < digits; i++) {
      text.append('0');
    }
    text.append(shown);
  }
}
