/** Follows a log in files through growth, rotation, truncation and restart. */
package io.github.mysqlaborted.log.tail;
