/** The state directory: whose it is, and one file in it that survives a crash. */
package io.github.mysqlaborted.state;
