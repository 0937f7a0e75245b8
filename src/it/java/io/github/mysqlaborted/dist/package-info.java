/** What is released, used as its users use it. */
package io.github.mysqlaborted.dist;
