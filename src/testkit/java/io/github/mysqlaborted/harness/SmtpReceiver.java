package io.github.mysqlaborted.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Takes mail on a free loopback port and keeps it: the part of RFC 5321 that a client needs to
 * deliver, without extensions. One client at a time; thread-safe.
 */
public final class SmtpReceiver implements AutoCloseable {
  private final List<Mail> mails = new CopyOnWriteArrayList<>();
  private final ServerSocket socket;

  private SmtpReceiver(ServerSocket socket) {
    this.socket = socket;
  }

  /** Starts one. */
  public static SmtpReceiver start() throws IOException {
    SmtpReceiver receiver =
        new SmtpReceiver(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
    Thread thread = new Thread(receiver::accept, "smtp-receiver");
    thread.setDaemon(true);
    thread.start();
    return receiver;
  }

  private void accept() {
    while (!socket.isClosed()) {
      acceptOne();
    }
  }

  @SuppressWarnings("EmptyCatch") // The client went away, or this receiver was closed.
  private void acceptOne() {
    try (Socket client = socket.accept()) {
      serve(client);
    } catch (IOException e) {
      // Nobody waits for an answer.
    }
  }

  private void serve(Socket client) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
    Writer writer = new OutputStreamWriter(client.getOutputStream(), StandardCharsets.UTF_8);
    answer(writer, "220 localhost ready");
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
      switch (verb) {
        case "DATA" -> {
          answer(writer, "354 go on");
          mails.add(Mail.parse(message(reader)));
          answer(writer, "250 kept");
        }
        case "QUIT" -> {
          answer(writer, "221 bye");
          return;
        }
        case "EHLO", "HELO", "MAIL", "RCPT", "RSET", "NOOP" -> answer(writer, "250 ok");
        default -> answer(writer, "502 not known");
      }
    }
  }

  private static String message(BufferedReader reader) throws IOException {
    StringBuilder message = new StringBuilder();
    for (String line = reader.readLine();
        line != null && !line.equals(".");
        line = reader.readLine()) {
      message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
    }
    return message.toString();
  }

  private static void answer(Writer writer, String line) throws IOException {
    writer.write(line + "\r\n");
    writer.flush();
  }

  /** {@code 127.0.0.1:PORT}. */
  public String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** All so far, in the order of arrival. */
  public List<Mail> mails() {
    return List.copyOf(mails);
  }

  /** Waits for one that fits; whether it came within {@code limit}. */
  public boolean await(Duration limit, Predicate<Mail> fits) {
    return Await.within(limit, () -> mails.stream().anyMatch(fits));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
