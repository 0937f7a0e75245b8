/** A connection to a server: login, one kept session, pauses after failures. */
package io.github.mysqlaborted.server;
