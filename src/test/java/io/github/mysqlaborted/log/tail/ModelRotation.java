package io.github.mysqlaborted.log.tail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Rotates a log in the steps of logrotate, in one of its many ways. */
final class ModelRotation {

  /** Who is asked between two steps. */
  @FunctionalInterface
  interface Pause {
    void between() throws IOException;
  }

  private enum Compress {
    NO,
    AT_ONCE,
    DELAYED
  }

  private static final List<String> NAMES =
      List.of("%s.log.%d", "%s.%d.log", "%s.log-2026%04d", "%s-2026%04d.log", "%s.log-17%08d");

  private final TailedLog log;
  private final Pause pause;

  /** Asked while nothing may be written. */
  private final Pause copyPause;

  /** Asked between two renamings too, where a number is missing for a moment. */
  private final Pause shiftPause;

  private final boolean copies;
  private final boolean emptyToo;
  private final Compress compress;
  private final String names;
  private final boolean isDated;
  private final int first;
  private final int most;
  private int rotations;

  /**
   * @param least how many rotated files are kept at least
   */
  ModelRotation(TailedLog log, Random random, int least, Pause pause, Pause copyPause) {
    this.log = log;
    this.pause = pause;
    this.copyPause = copyPause;
    this.shiftPause = least > 1 ? () -> {} : pause;
    this.copies = random.nextBoolean();
    this.emptyToo = random.nextBoolean();
    this.compress = Compress.values()[random.nextInt(3)];
    this.names = NAMES.get(random.nextInt(NAMES.size()));
    this.isDated = names.contains("0");
    this.first = random.nextInt(2);
    this.most = least + random.nextInt(4);
  }

  @Override
  public String toString() {
    return "%s %s %s rotate %d from %d%s"
        .formatted(
            copies ? "copytruncate" : "create",
            names,
            compress,
            most,
            first,
            emptyToo ? "" : " notifempty");
  }

  /** Whether a single rotated file is kept, so that it cannot be told whether it is the first. */
  boolean keepsOne() {
    return most == 1;
  }

  void rotate() throws IOException {
    if (!emptyToo && (!Files.exists(log.path) || Files.size(log.path) == 0)) {
      return;
    }
    rotations++;
    if (compress == Compress.DELAYED) {
      for (Path file : rotated()) {
        packUnlessPacked(file);
      }
    }
    if (!isDated) {
      shift();
    }
    Path youngest = log.sibling(names.formatted("error", isDated ? 1000 + rotations : first));
    if (copies) {
      byte[] all = Files.readAllBytes(log.path);
      for (int length : new int[] {0, all.length / 3, all.length}) {
        Files.write(youngest, Arrays.copyOf(all, length));
        copyPause.between();
      }
      log.truncate();
    } else {
      Files.move(log.path, youngest);
      pause.between();
      log.reopen();
    }
    pause.between();
    if (compress == Compress.AT_ONCE) {
      packUnlessPacked(youngest);
    }
    pause.between();
    List<Path> all = rotated();
    for (Path file : all.subList(0, Math.max(0, all.size() - most))) {
      Files.delete(file);
      pause.between();
    }
  }

  private void shift() throws IOException {
    for (Path file : rotated()) {
      int number = number(file);
      String packed = file.toString().endsWith(".gz") ? ".gz" : "";
      Path older = log.sibling(names.formatted("error", number + 1) + packed);
      Files.move(file, older, StandardCopyOption.REPLACE_EXISTING);
      shiftPause.between();
    }
  }

  /** The oldest first. */
  private List<Path> rotated() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : log.names()) {
      if (!name.equals("error.log") && name.startsWith("error")) {
        files.add(log.sibling(name));
      }
    }
    files.sort(isDated ? Comparator.naturalOrder() : Comparator.comparing(this::number).reversed());
    return files;
  }

  private int number(Path file) {
    String digits = file.getFileName().toString().replaceAll("\\D", "");
    return Integer.parseInt(digits);
  }

  private void packUnlessPacked(Path file) throws IOException {
    if (file.toString().endsWith(".gz")) {
      return;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      Files.copy(file, out);
    }
    FileTime written = Files.getLastModifiedTime(file);
    Path packed = Path.of(file + ".gz");
    for (int length : new int[] {0, 5, bytes.size() / 2, bytes.size() - 3, bytes.size()}) {
      Files.write(packed, Arrays.copyOf(bytes.toByteArray(), length));
      pause.between();
    }
    Files.setLastModifiedTime(packed, written);
    pause.between();
    Files.delete(file);
    pause.between();
  }
}
