package dev.lanewise.kernels.optim;

/** The definition of {@link Updates}. */
final class UpdatesReference {
  private UpdatesReference() {}

  static void descent(
      int n, float rate, float scale, float decay, float[] x, int xo, float[] g, int go) {
    for (int i = 0; i < n; i++) {
      float d = Math.fma(decay, x[xo + i], scale * g[go + i]);
      x[xo + i] = Math.fma(-rate, d, x[xo + i]);
    }
  }

  static void momentum(
      int n,
      float rate,
      float momentum,
      float scale,
      float decay,
      float[] x,
      int xo,
      float[] g,
      int go,
      float[] v,
      int vo) {
    for (int i = 0; i < n; i++) {
      float d = Math.fma(decay, x[xo + i], scale * g[go + i]);
      v[vo + i] = Math.fma(-rate, d, momentum * v[vo + i]);
      x[xo + i] += v[vo + i];
    }
  }

  static void nesterov(
      int n,
      float rate,
      float momentum,
      float scale,
      float decay,
      float[] x,
      int xo,
      float[] g,
      int go,
      float[] v,
      int vo) {
    for (int i = 0; i < n; i++) {
      float d = Math.fma(decay, x[xo + i], scale * g[go + i]);
      v[vo + i] = Math.fma(-rate, d, momentum * v[vo + i]);
      x[xo + i] = Math.fma(-rate, d, Math.fma(momentum, v[vo + i], x[xo + i]));
    }
  }

  static void scaled(
      int n,
      float rate,
      float keep,
      float take,
      float epsilon,
      float scale,
      float decay,
      float[] x,
      int xo,
      float[] g,
      int go,
      float[] s,
      int so) {
    for (int i = 0; i < n; i++) {
      float d = Math.fma(decay, x[xo + i], scale * g[go + i]);
      s[so + i] = Math.fma(take * d, d, keep * s[so + i]);
      x[xo + i] = Math.fma(-rate, d / (sqrt(s[so + i]) + epsilon), x[xo + i]);
    }
  }

  static void adam(
      int n,
      float rate,
      float beta1,
      float beta2,
      float root,
      float epsilon,
      float shrink,
      float scale,
      float decay,
      float[] x,
      int xo,
      float[] g,
      int go,
      float[] m,
      int mo,
      float[] s,
      int so) {
    for (int i = 0; i < n; i++) {
      float d = Math.fma(decay, x[xo + i], scale * g[go + i]);
      m[mo + i] = Math.fma(1 - beta1, d, beta1 * m[mo + i]);
      s[so + i] = Math.fma((1 - beta2) * d, d, beta2 * s[so + i]);
      float step = m[mo + i] / Math.fma(root, sqrt(s[so + i]), epsilon);
      x[xo + i] = Math.fma(-rate, step, shrink * x[xo + i]);
    }
  }

  /** Correctly rounded: a double holds more than twice the bits of a float. */
  private static float sqrt(float x) {
    return (float) Math.sqrt(x);
  }
}
