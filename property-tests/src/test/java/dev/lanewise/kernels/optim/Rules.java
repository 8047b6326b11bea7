package dev.lanewise.kernels.optim;

import dev.lanewise.testing.Guarded;

/** The update rules, each with two sets of numbers; those without state leave it alone. */
enum Rules {
  DESCENT {
    @Override
    void run(boolean reference, int n, float scale, float decay, Guarded... a) {
      if (reference) {
        UpdatesReference.descent(
            n, 0.1f, scale, decay, a[0].array, a[0].offset, a[1].array, a[1].offset);
      } else {
        Updates.descent(n, 0.1f, scale, decay, a[0].array, a[0].offset, a[1].array, a[1].offset);
      }
    }
  },
  MOMENTUM {
    @Override
    void run(boolean reference, int n, float scale, float decay, Guarded... a) {
      if (reference) {
        UpdatesReference.momentum(
            n,
            0.1f,
            0.9f,
            scale,
            decay,
            a[0].array,
            a[0].offset,
            a[1].array,
            a[1].offset,
            a[2].array,
            a[2].offset);
      } else {
        Updates.momentum(
            n,
            0.1f,
            0.9f,
            scale,
            decay,
            a[0].array,
            a[0].offset,
            a[1].array,
            a[1].offset,
            a[2].array,
            a[2].offset);
      }
    }
  },
  NESTEROV {
    @Override
    void run(boolean reference, int n, float scale, float decay, Guarded... a) {
      if (reference) {
        UpdatesReference.nesterov(
            n,
            0.1f,
            0.9f,
            scale,
            decay,
            a[0].array,
            a[0].offset,
            a[1].array,
            a[1].offset,
            a[2].array,
            a[2].offset);
      } else {
        Updates.nesterov(
            n,
            0.1f,
            0.9f,
            scale,
            decay,
            a[0].array,
            a[0].offset,
            a[1].array,
            a[1].offset,
            a[2].array,
            a[2].offset);
      }
    }
  },
  SCALED {
    @Override
    void run(boolean reference, int n, float scale, float decay, Guarded... a) {
      if (reference) {
        UpdatesReference.scaled(
            n,
            0.1f,
            0.99f,
            0.01f,
            1e-8f,
            scale,
            decay,
            a[0].array,
            a[0].offset,
            a[1].array,
            a[1].offset,
            a[2].array,
            a[2].offset);
      } else {
        Updates.scaled(
            n,
            0.1f,
            0.99f,
            0.01f,
            1e-8f,
            scale,
            decay,
            a[0].array,
            a[0].offset,
            a[1].array,
            a[1].offset,
            a[2].array,
            a[2].offset);
      }
    }
  },
  ADAM {
    @Override
    void run(boolean reference, int n, float scale, float decay, Guarded... a) {
      if (reference) {
        UpdatesReference.adam(
            n,
            0.1f,
            0.9f,
            0.999f,
            3.5f,
            1e-8f,
            0.97f,
            scale,
            decay,
            a[0].array,
            a[0].offset,
            a[1].array,
            a[1].offset,
            a[2].array,
            a[2].offset,
            a[3].array,
            a[3].offset);
      } else {
        Updates.adam(
            n,
            0.1f,
            0.9f,
            0.999f,
            3.5f,
            1e-8f,
            0.97f,
            scale,
            decay,
            a[0].array,
            a[0].offset,
            a[1].array,
            a[1].offset,
            a[2].array,
            a[2].offset,
            a[3].array,
            a[3].offset);
      }
    }
  };

  /**
   * One step.
   *
   * @param a parameters, gradients, first and second state, each of n
   */
  abstract void run(boolean reference, int n, float scale, float decay, Guarded... a);
}
