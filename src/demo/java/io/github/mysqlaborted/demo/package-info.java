/**
 * {@code make demo}: a real server, the built exporter, and one of each documented cause provoked
 * every few seconds, with what was provoked beside what was counted.
 */
package io.github.mysqlaborted.demo;
