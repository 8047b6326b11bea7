package dev.lanewise.layers;

import dev.lanewise.autograd.Tensor;

/**
 * Numbers that training changes.
 *
 * @param name unique within the layer or net it was asked from: {@code weight}, {@code
 *     conv1.weight}
 * @param tensor values and gradient
 */
public record Parameter(String name, Tensor tensor) {}
