/**
 * What happened, in MySQL's words: one aborted connection, its phase, reason and account. No I/O,
 * no Prometheus.
 */
package io.github.mysqlaborted.event;
