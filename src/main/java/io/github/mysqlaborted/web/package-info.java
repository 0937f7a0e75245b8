/** HTTP: {@code /metrics}, the landing page, health and reload. */
package io.github.mysqlaborted.web;
