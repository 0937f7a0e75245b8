/**
 * The exporter checks itself: whether the log that it reads can tell, and does tell, of what the
 * server counts.
 */
package io.github.mysqlaborted.check;
