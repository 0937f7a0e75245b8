package io.github.mysqlaborted.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class LineWriterTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final String KIBIBYTE = "a".repeat(1023) + "\n";
  private static final int FITTING = LineWriter.MOST_BYTES / 1024;

  /** A pipe whose reader takes a line when the test says so. */
  private static final class Pipe extends OutputStream {
    private final Semaphore room = new Semaphore(0);
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private volatile boolean broken;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      room.acquireUninterruptibly();
      if (broken) {
        throw new IOException("Broken pipe");
      }
      read.write(bytes, offset, length);
    }
  }

  private final Pipe pipe = new Pipe();
  private final LineWriter writer = LineWriter.start(pipe);

  @Test
  void writesInOrder() {
    pipe.room.release(3);
    write("a\n");
    write("b\n");
    write("c\n");
    assertThat(writer.await(LONG)).isTrue();
    assertThat(pipe.read.toString(UTF_8)).isEqualTo("a\nb\nc\n");
  }

  @Test
  void dropsWhatDoesNotFitAndSaysLaterHowMany() {
    writer.sayDroppedAs(number -> "dropped " + number + "\n");
    for (int i = 0; i < FITTING + 10; i++) {
      write(KIBIBYTE);
    }
    pipe.room.release(FITTING + 1);
    assertThat(writer.await(LONG)).isTrue();
    pipe.room.release(FITTING);
    write("after\n");
    assertThat(writer.await(LONG)).isTrue();

    String read = pipe.read.toString(UTF_8);
    assertThat(read).startsWith(KIBIBYTE).endsWith("dropped 10\nafter\n");
    assertThat(read).hasSize(LineWriter.MOST_BYTES + "dropped 10\nafter\n".length());
  }

  @Test
  void waitsOnlyOnceForAReaderThatIsNotThere() {
    write("a\n");
    assertThat(writer.await(SHORT)).isFalse();
    write("b\n");
    assertThat(writer.await(LONG)).isFalse();

    pipe.room.release(2);
    write("c\n");
    pipe.room.release();
    while (!writer.await(LONG)) {
      Thread.onSpinWait();
    }
    assertThat(pipe.read.toString(UTF_8)).isEqualTo("a\nb\nc\n");
  }

  @Test
  void outlivesAReaderThatHasGone() {
    pipe.broken = true;
    pipe.room.release(2);
    write("a\n");
    write("b\n");
    assertThat(writer.await(LONG)).isTrue();
    assertThat(pipe.read.size()).isZero();
  }

  @Test
  void handsOnWhatIsPrintedLineByLine() {
    pipe.room.release(2);
    PrintStream out = new PrintStream(new StandardError.Lines(writer), true, UTF_8);
    out.println("a line");
    assertThat(pipe.read.toString(UTF_8)).isEqualTo("a line" + System.lineSeparator());
  }

  private void write(String line) {
    writer.write(line.getBytes(UTF_8));
  }
}
