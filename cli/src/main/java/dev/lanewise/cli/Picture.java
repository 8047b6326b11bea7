package dev.lanewise.cli;

import dev.lanewise.cli.plot.Svg;

/**
 * A picture of a trained net.
 *
 * @param file its name in the run's folder
 * @param heading what it is, in a few words
 * @param sentence what it says, for people who see such a picture for the first time
 */
record Picture(String file, String heading, String sentence, Svg drawing) {}
