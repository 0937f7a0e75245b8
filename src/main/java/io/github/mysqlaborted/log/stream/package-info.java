/** Reads a log that cannot be read twice, such as standard input. */
package io.github.mysqlaborted.log.stream;
