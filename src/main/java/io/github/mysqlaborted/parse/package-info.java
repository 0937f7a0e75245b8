/**
 * Lines of a server's logs to aborted connections. Nothing here reads a file or knows a metric.
 *
 * <p>{@link io.github.mysqlaborted.parse.ErrorLogReader} takes the error log in any form and tells
 * an {@link io.github.mysqlaborted.event.EventConsumer}. Text is taken apart as bytes and decoded
 * last, as UTF-8 with replacement; names come out as they were written, with nothing escaped.
 */
package io.github.mysqlaborted.parse;
