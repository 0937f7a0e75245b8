/**
 * The alert rules, their runbooks and their notifications, held against each other and the
 * contract.
 */
package io.github.mysqlaborted.alerts;
