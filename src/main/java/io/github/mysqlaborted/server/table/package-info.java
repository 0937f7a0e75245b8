/** One class for each MySQL object that is read. */
package io.github.mysqlaborted.server.table;
