package dev.lanewise.autograd;

import java.util.Arrays;

/**
 * A dense row-major array of floats with a shape, and room for the gradient of one scalar by it. A
 * scalar has shape [].
 *
 * <p>Leaves wrap an array of the caller ({@link #of}, {@link #parameter}) and live as long as the
 * caller wants. All others are results of operations: they belong to a {@link Tape}, use its
 * buffers, and die when it is cleared.
 */
public final class Tensor {
  final float[] data;
  final int[] shape;

  /** Where a result comes from, and in which of its steps; null for a leaf. */
  final Tape tape;

  private final long step;

  boolean requiresGrad;

  /** The gradient's buffer, null until first needed; its contents count only if hasGrad. */
  float[] grad;

  boolean hasGrad;

  Tensor(Tape tape, float[] data, int[] shape) {
    this.tape = tape;
    this.data = data;
    this.shape = shape;
    this.step = tape == null ? 0 : tape.step();
  }

  /**
   * A constant: wraps {@code data} without copying; no gradient is computed for it.
   *
   * @throws IllegalArgumentException if {@code data} has not exactly as many floats as the shape
   */
  public static Tensor of(float[] data, int... shape) {
    int size = size(shape);
    if (data.length != size) {
      throw new IllegalArgumentException(
          "data: expected %s = %d floats, array has %d"
              .formatted(Arrays.toString(shape), size, data.length));
    }
    return new Tensor(null, data, shape.clone());
  }

  /**
   * A leaf that requires a gradient: wraps {@code data} without copying. Its gradient accumulates
   * over backward passes until {@link #zeroGrad}.
   *
   * @throws IllegalArgumentException if {@code data} has not exactly as many floats as the shape
   */
  public static Tensor parameter(float[] data, int... shape) {
    Tensor leaf = of(data, shape);
    leaf.requiresGrad = true;
    return leaf;
  }

  /** The values, {@link #size} floats from offset 0; the tensor's own array, not a copy. */
  public float[] data() {
    requireAlive();
    return data;
  }

  /** A copy of the shape; {@link #dim} and {@link #rank} copy nothing. */
  public int[] shape() {
    return shape.clone();
  }

  /** The length of axis {@code i}; a negative {@code i} counts from the last axis, -1. */
  public int dim(int i) {
    return shape[i < 0 ? shape.length + i : i];
  }

  public int rank() {
    return shape.length;
  }

  public int size() {
    return data.length;
  }

  /** Whether a backward pass computes a gradient for this tensor. */
  public boolean requiresGrad() {
    return requiresGrad;
  }

  /**
   * The gradient, of the same shape as the values; the tensor's own array, not a copy. Null as long
   * as no backward pass has reached this tensor, for a leaf: since the last {@link #zeroGrad}.
   */
  public float[] grad() {
    requireAlive();
    return hasGrad ? grad : null;
  }

  /**
   * The value of a tensor of one element.
   *
   * @throws IllegalStateException if it has more or fewer
   */
  public float item() {
    if (size() != 1) {
      throw new IllegalStateException("item: expected a scalar, actual " + this);
    }
    return data()[0];
  }

  /** Forgets the gradient, so that the next backward pass starts anew; its array is kept. */
  public void zeroGrad() {
    hasGrad = false;
  }

  /** The shape, for example {@code [64, 10]}. */
  @Override
  public String toString() {
    return Arrays.toString(shape);
  }

  void requireAlive() {
    if (tape != null && step != tape.step()) {
      throw new IllegalStateException(
          "tensor: expected one of the tape's current step, actual: its tape was cleared since");
    }
  }

  /** The number of elements of a shape. */
  static int size(int[] shape) {
    long size = 1;
    for (int length : shape) {
      if (length < 0) {
        throw new IllegalArgumentException(
            "shape: expected no negative length, actual " + Arrays.toString(shape));
      }
      size *= length;
      if (size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "shape: expected at most 2^31 - 1 elements, actual " + Arrays.toString(shape));
      }
    }
    return (int) size;
  }
}
