/** Why connections are aborted: the catalogue of causes. Knows events only. */
package io.github.mysqlaborted.cause;
