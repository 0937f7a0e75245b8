/**
 * Bytes of files to lines: following a log through growth, rotation, truncation and restart. Knows
 * no MySQL.
 */
package io.github.mysqlaborted.source.log;
