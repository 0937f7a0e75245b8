package io.github.mysqlaborted.web;

import static java.util.Objects.requireNonNull;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * How much clients may hold, and for how long.
 *
 * @param connections how many may be open at once; one more takes the place of another
 * @param head how long a client may take for the head of a request and its body, from the
 *     connection's start or the first byte of a later request
 * @param idle how long a connection is kept for the next request
 * @param answer how long a client may take to read an answer
 * @param goodbye how long a client whose request was refused may go on sending it
 * @param headBytes how much of unfinished heads may be kept before the longest are cut off
 * @param unsentBytes how much of answers may wait for slow readers before the slowest are cut off;
 *     the latest answer may be larger, and as much again may wait in short ones
 */
record WebLimits(
    int connections,
    Duration head,
    Duration idle,
    Duration answer,
    Duration goodbye,
    long headBytes,
    long unsentBytes) {

  private static final int MOST_CONNECTIONS = 4096;

  /** What a connection takes is a sixth of it, which bounds them all to a sixth of the heap. */
  private static final int HEAP_FOR_CONNECTION = 32 * 1024;

  /** TLS keeps the keys of each, and buffers of 16 KiB while hands are shaken. */
  private static final int HEAP_FOR_TLS_CONNECTION = 128 * 1024;

  /** Of the file descriptors; the others are for servers and logs. */
  private static final int PART_OF_DESCRIPTORS = 2;

  /** Of the heap; they are kept as characters of two bytes. */
  private static final int PART_FOR_HEADS = 32;

  /** Of the heap. */
  private static final int PART_FOR_ANSWERS = 8;

  WebLimits {
    requireNonNull(head, "head");
    requireNonNull(idle, "idle");
    requireNonNull(answer, "answer");
    requireNonNull(goodbye, "goodbye");
  }

  /** For the memory and the file descriptors of this process. */
  static WebLimits standard(boolean tls) {
    long heap = Runtime.getRuntime().maxMemory();
    int each = tls ? HEAP_FOR_TLS_CONNECTION : HEAP_FOR_CONNECTION;
    long most = Math.min(heap / each, descriptors() / PART_OF_DESCRIPTORS);
    return new WebLimits(
        (int) Math.min(most, MOST_CONNECTIONS),
        Duration.ofSeconds(10),
        Duration.ofMinutes(2),
        Duration.ofMinutes(1),
        Duration.ofSeconds(2),
        heap / PART_FOR_HEADS,
        heap / PART_FOR_ANSWERS);
  }

  private static long descriptors() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }
}
