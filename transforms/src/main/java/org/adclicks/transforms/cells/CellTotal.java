package org.adclicks.transforms.cells;

import org.adclicks.click.Scope;

/**
 * One cell's count within the period it travels with.
 *
 * @param scope the narrowest of the clicks' scopes: it has a value in every dimension
 * @param clicks the total so far: absolute, a sink may overwrite
 * @param added how much of it is new since the cell was last emitted
 */
public record CellTotal(String adId, Scope scope, long clicks, long added) {}
