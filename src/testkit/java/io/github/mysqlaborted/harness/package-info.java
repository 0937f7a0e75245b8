/**
 * Real servers for tests and the demo, by name, and the faults that abort connections to them.
 *
 * <p>{@link io.github.mysqlaborted.harness.Server} starts one; {@link
 * io.github.mysqlaborted.harness.Faults} provokes.
 */
package io.github.mysqlaborted.harness;
