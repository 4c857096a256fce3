package org.adclicks.pipeline.sink;

import com.google.errorprone.annotations.Immutable;

/** A column of a {@link StoreTable}. */
@Immutable
record Column(String name, ColumnType type) {}
