/**
 * What stands around a message: the envelope that a collector wraps around a line, and the header
 * with which a server begins a record. Knows no message.
 */
package io.github.mysqlaborted.parse.format;
