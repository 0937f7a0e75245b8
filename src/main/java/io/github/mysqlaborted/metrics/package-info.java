/** Values to metric families. Asks no server and reads no file. */
package io.github.mysqlaborted.metrics;
