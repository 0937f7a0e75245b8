/** What {@code make bench} measures, beside other tools that do the same. */
package io.github.mysqlaborted.bench;
