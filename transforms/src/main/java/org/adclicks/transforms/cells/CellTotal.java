package org.adclicks.transforms.cells;

/**
 * One cell's count within the period it travels with.
 *
 * @param clicks the total so far: absolute, a sink may overwrite
 * @param added how much of it is new since the cell was last emitted
 */
public record CellTotal(String adId, String country, long clicks, long added) {}
