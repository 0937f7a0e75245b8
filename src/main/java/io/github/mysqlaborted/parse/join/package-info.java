/** Records of one connection to one event. */
package io.github.mysqlaborted.parse.join;
