/**
 * How old sessions are, and which timeouts they got, by what the server's status said at each
 * scrape.
 */
package io.github.mysqlaborted.session;
