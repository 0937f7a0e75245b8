/**
 * How a session is begun: name lookup, sockets, TLS and which authentication plugins a server may
 * ask for. Limits what a hostile server can send.
 */
package io.github.mysqlaborted.server.connect;
