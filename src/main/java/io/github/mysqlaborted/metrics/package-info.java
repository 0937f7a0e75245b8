/** Events and rows to metric families. */
package io.github.mysqlaborted.metrics;
