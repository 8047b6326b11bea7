package dev.lanewise.layers.save;

/**
 * A tensor in a file.
 *
 * @param name unique within the file
 * @param shape sizes, outermost first; empty for a single number
 * @param data row-major, as many floats as the shape says; neither array is copied
 */
public record NamedTensor(String name, int[] shape, float[] data) {}
