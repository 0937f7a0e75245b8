/** Counts events by reason, account and hour of the day. */
package io.github.mysqlaborted.count;
