package io.github.mysqlaborted.bench;

import java.time.Duration;

/**
 * One run of a program over a file.
 *
 * @param wall from its start to its end
 * @param processor what it used of the processors, in user and system mode
 * @param peakBytes its largest resident set
 * @param output what it printed
 */
record Measured(Duration wall, Duration processor, long peakBytes, String output) {}
