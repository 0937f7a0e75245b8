/**
 * Time that only goes on. Whatever waits, pauses or grows old is measured with it, since somebody
 * may set the clock of the day; that one is for stamps.
 */
package io.github.mysqlaborted.time;
