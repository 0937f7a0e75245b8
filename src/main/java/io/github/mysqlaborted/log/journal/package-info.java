/** Follows the journal of a systemd unit with {@code journalctl}. */
package io.github.mysqlaborted.log.journal;
