/**
 * Who may ask over HTTP, and how: TLS, passwords, headers and rate, from a web configuration file.
 */
package io.github.mysqlaborted.access;
