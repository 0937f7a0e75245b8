/** The command line and the environment to an immutable configuration; the exporter's own log. */
package io.github.mysqlaborted.cli;
