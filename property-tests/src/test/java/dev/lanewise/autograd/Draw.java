package dev.lanewise.autograd;

import java.util.SplittableRandom;

/** Random shapes and values of one try, all from one seed. */
final class Draw {
  private final SplittableRandom random;

  Draw(long seed) {
    random = new SplittableRandom(seed);
  }

  /** One input of an operation: values and their shape. */
  record Input(float[] values, int... shape) {}

  int between(int min, int max) {
    return random.nextInt(min, max + 1);
  }

  boolean coin() {
    return random.nextBoolean();
  }

  /** Up to four axes, up to a few hundred elements; mostly not a whole number of vectors. */
  int[] shape() {
    int[] shape = new int[between(0, 4)];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = between(1, 4);
    }
    return shape;
  }

  /** Values in [min, max). */
  Input uniform(double min, double max, int... shape) {
    float[] values = new float[Tensor.size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(min, max);
    }
    return new Input(values, shape);
  }

  /** Values in [-2, 2), where no function here is steep or saturated. */
  Input ordinary(int... shape) {
    return uniform(-2, 2, shape);
  }

  /** Magnitudes in [0.01, 2), so that a kink at 0 is far away. */
  Input awayFromZero(int... shape) {
    Input input = uniform(0.01, 2, shape);
    for (int i = 0; i < input.values.length; i++) {
      input.values[i] *= coin() ? 1 : -1;
    }
    return input;
  }

  /** Values of which any two are at least {@code step} apart, in random order, around 0. */
  Input apart(double step, int... shape) {
    float[] values = new float[Tensor.size(shape)];
    for (int i = 0; i < values.length; i++) {
      int j = random.nextInt(i + 1);
      values[i] = values[j];
      values[j] = (float) ((i - values.length / 2) * step);
    }
    return new Input(values, shape);
  }

  /** Values that are a sign times [0.5, 1.5): gradients that arrive, none of them negligible. */
  float[] weights(int n) {
    float[] weights = uniform(0.5, 1.5, n).values;
    for (int i = 0; i < n; i++) {
      weights[i] *= coin() ? 1 : -1;
    }
    return weights;
  }

  int[] labels(int n, int classes) {
    return random.ints(n, 0, classes).toArray();
  }
}
