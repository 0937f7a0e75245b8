/**
 * The log half of the exporter at run time: logs are polled, their events counted, positions and
 * counts saved together and then shown.
 */
package io.github.mysqlaborted.follow;
