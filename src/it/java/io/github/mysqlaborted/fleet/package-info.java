/** Many servers behind one exporter. */
package io.github.mysqlaborted.fleet;
