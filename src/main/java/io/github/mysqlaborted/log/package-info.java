/**
 * What reads a log and what is told of its lines. Knows no MySQL. {@code tail} follows files,
 * {@code journal} a systemd unit, {@code stream} standard input.
 */
package io.github.mysqlaborted.log;
