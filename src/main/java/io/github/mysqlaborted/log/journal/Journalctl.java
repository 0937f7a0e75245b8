package io.github.mysqlaborted.log.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlaborted.log.ByteFeed;
import io.github.mysqlaborted.log.PumpedStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The program {@code journalctl}, asked for the entries of one unit. Of each only the cursor, the
 * time, the program and the message are asked for, and a field of more than 4096 bytes is left out
 * by it, so a line of its output is short whatever was written.
 */
final class Journalctl implements Journal {

  private static final int LONGEST_COMPLAINT = 500;

  /** How many of the last entries are looked at: some of them may be systemd's. */
  private static final int LAST = 50;

  /** Those that only entries of others about the unit have: of systemd, and of core dumps. */
  private static final String FIELDS_OF_OTHERS = "UNIT,COREDUMP_UNIT,OBJECT_SYSTEMD_UNIT";

  private final JournalUnit unit;
  private final List<String> options;

  /**
   * @param unit the systemd unit, which has its name when this is asked
   * @param directory where the journal's files are; empty for this machine's own
   */
  Journalctl(JournalUnit unit, Optional<Path> directory) {
    List<String> words = new ArrayList<>();
    words.add("--output=json");
    words.add("--output-fields=MESSAGE,SYSLOG_IDENTIFIER,_COMM," + FIELDS_OF_OTHERS);
    directory.ifPresent(path -> words.add("--directory=" + path));
    this.unit = unit;
    options = List.copyOf(words);
  }

  @Override
  public ByteFeed last() throws IOException {
    return start(List.of("--lines=" + LAST));
  }

  @Override
  public ByteFeed rest(String cursor) throws IOException {
    return start(from(cursor));
  }

  @Override
  public ByteFeed follow(String cursor) throws IOException {
    List<String> words = new ArrayList<>(List.of("--follow", "--no-tail"));
    words.addAll(from(cursor));
    return start(words);
  }

  private static List<String> from(String cursor) {
    return cursor.isEmpty() ? List.of() : List.of("--cursor=" + cursor);
  }

  private ByteFeed start(List<String> more) throws IOException {
    List<String> words = new ArrayList<>(List.of("journalctl", "--unit=" + unit.name()));
    words.addAll(options);
    words.addAll(more);
    Process process = new ProcessBuilder(words).start();
    process.getOutputStream().close();
    return new Run(process);
  }

  /** One run of the program. It ends by itself when nobody reads its output any more. */
  private static final class Run implements ByteFeed {

    private final Process process;
    private final PumpedStream output;
    private final Thread errors = new Thread(this::readErrors, "journalctl-errors");
    private volatile Optional<String> firstComplaint = Optional.empty();

    Run(Process process) {
      this.process = process;
      this.output = PumpedStream.start("journalctl-output", process.getInputStream());
      errors.setDaemon(true);
      errors.start();
    }

    @Override
    public Optional<byte[]> poll() {
      return output.poll();
    }

    @Override
    public boolean isEnded() {
      return output.isEnded() && !errors.isAlive() && !process.isAlive();
    }

    @Override
    public boolean isFailed() {
      return output.isFailed() || (!process.isAlive() && process.exitValue() != 0);
    }

    @Override
    public Optional<String> complaint() {
      return firstComplaint
          .or(output::complaint)
          .or(
              () ->
                  isFailed()
                      ? Optional.of("journalctl exited with status " + process.exitValue())
                      : Optional.empty());
    }

    @Override
    public void close() throws IOException {
      process.destroy();
      output.close();
    }

    /** Keeps the first line, and reads the rest so that the program need not wait. */
    private void readErrors() {
      try (BufferedReader text =
          new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
        StringBuilder first = new StringBuilder();
        for (int c = text.read(); c >= 0 && c != '\n'; c = text.read()) {
          if (first.length() < LONGEST_COMPLAINT) {
            first.append((char) c);
          }
        }
        if (first.length() > 0) {
          firstComplaint = Optional.of(first.toString());
        }
        text.transferTo(Writer.nullWriter());
      } catch (IOException e) {
        firstComplaint = firstComplaint.or(() -> Optional.of(String.valueOf(e.getMessage())));
      }
    }
  }
}
