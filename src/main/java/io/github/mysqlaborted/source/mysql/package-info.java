/**
 * A connection to a server: one kept session, and a class for each MySQL object that is read over
 * it. JDBC stays inside.
 */
package io.github.mysqlaborted.source.mysql;
