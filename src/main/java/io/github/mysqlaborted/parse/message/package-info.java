/** What the message of a record says, in every language of the server. */
package io.github.mysqlaborted.parse.message;
