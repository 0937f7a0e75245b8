/** From the events of a log to findings: which cause, how sure, on what evidence, what to do. */
package io.github.mysqlaborted.diagnosis;
