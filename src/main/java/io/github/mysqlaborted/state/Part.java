package io.github.mysqlaborted.state;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One part of the state that has to survive a restart: what it is called in the file, its type, and
 * who has it.
 *
 * @param restore goes on from what {@code save} gave; throws an {@link IllegalArgumentException} if
 *     it cannot
 */
public record Part<S extends Record>(
    String name, Class<S> type, Supplier<S> save, Consumer<S> restore) {}
