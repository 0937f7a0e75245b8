package io.github.mysqlaborted.server.connect;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** What is sent to a server; tells {@link AnswerGuard} of it. Closing it does nothing. */
final class GuardedOutput extends FilterOutputStream {
  private final AnswerGuard guard;

  GuardedOutput(OutputStream server, AnswerGuard guard) {
    super(server);
    this.guard = guard;
  }

  @Override
  public void write(int one) throws IOException {
    guard.commandSent();
    out.write(one);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    guard.commandSent();
    out.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
