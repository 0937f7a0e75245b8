/** Certificates and private keys in PEM files. */
package io.github.mysqlaborted.tls;
