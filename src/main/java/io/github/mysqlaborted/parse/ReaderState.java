package io.github.mysqlaborted.parse;

/** What a reader of records needs to go on after a restart. */
public sealed interface ReaderState permits ErrorLogState, GeneralLogState {}
