/**
 * Flags, option files and passwords to immutable records. Strict: what cannot be honoured stops the
 * start, with its place.
 */
package io.github.mysqlaborted.config;
