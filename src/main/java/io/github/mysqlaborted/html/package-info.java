/** What the pages and the report have in common: how they look. */
package io.github.mysqlaborted.html;
