/** The exporter under faults for a long time: what it counts, and what it grows by. */
package io.github.mysqlaborted.soak;
