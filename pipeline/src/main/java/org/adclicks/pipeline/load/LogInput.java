package org.adclicks.pipeline.load;

import java.nio.file.Path;

/**
 * One log to load.
 *
 * @param name as people know it
 * @param path a file that can be read as often as need be
 */
record LogInput(String name, Path path) {}
