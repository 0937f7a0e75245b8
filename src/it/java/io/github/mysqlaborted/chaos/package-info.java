/** The exporter at the mercy of rotations and crashes, with nothing but its counts to show. */
package io.github.mysqlaborted.chaos;
