package dev.lanewise.kernels.activation;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.LE;

import dev.lanewise.kernels.math.ExpSimd;
import dev.lanewise.kernels.math.Expm1Simd;
import dev.lanewise.kernels.math.LogSimd;
import dev.lanewise.kernels.math.SigmoidSimd;
import dev.lanewise.kernels.math.TanhSimd;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.Scratch;
import jdk.incubator.vector.FloatVector;

/** The functions of {@link Activations} on vectors; blocks of a long array go to the threads. */
final class ActivationsSimd extends Task {
  /** Floats that one thread takes at a time: 128 KB, within a core's second cache. */
  static final int BLOCK = 32_768;

  private enum Op {
    EXP,
    LOG,
    SIGMOID,
    TANH,
    RELU,
    LEAKY_RELU,
    ELU
  }

  private static final ThreadLocal<ActivationsSimd> CALL =
      ThreadLocal.withInitial(ActivationsSimd::new);
  private static final Scratch REST = new Scratch();

  private Op op;
  private int n;
  private float parameter;
  private float[] x;
  private int xOffset;
  private float[] y;
  private int yOffset;

  private ActivationsSimd() {}

  static void exp(int n, float[] x, int xOffset, float[] y, int yOffset) {
    CALL.get().run(Op.EXP, n, 0f, x, xOffset, y, yOffset);
  }

  static void log(int n, float[] x, int xOffset, float[] y, int yOffset) {
    CALL.get().run(Op.LOG, n, 0f, x, xOffset, y, yOffset);
  }

  static void sigmoid(int n, float[] x, int xOffset, float[] y, int yOffset) {
    CALL.get().run(Op.SIGMOID, n, 0f, x, xOffset, y, yOffset);
  }

  static void tanh(int n, float[] x, int xOffset, float[] y, int yOffset) {
    CALL.get().run(Op.TANH, n, 0f, x, xOffset, y, yOffset);
  }

  static void relu(int n, float[] x, int xOffset, float[] y, int yOffset) {
    CALL.get().run(Op.RELU, n, 0f, x, xOffset, y, yOffset);
  }

  static void leakyRelu(int n, float slope, float[] x, int xOffset, float[] y, int yOffset) {
    CALL.get().run(Op.LEAKY_RELU, n, slope, x, xOffset, y, yOffset);
  }

  static void elu(int n, float alpha, float[] x, int xOffset, float[] y, int yOffset) {
    CALL.get().run(Op.ELU, n, alpha, x, xOffset, y, yOffset);
  }

  private void run(Op op, int n, float parameter, float[] x, int xOffset, float[] y, int yOffset) {
    this.op = op;
    this.n = n;
    this.parameter = parameter;
    this.x = x;
    this.xOffset = xOffset;
    this.y = y;
    this.yOffset = yOffset;
    Parallelism.current().run(this, (int) ((n - 1L + BLOCK) / BLOCK));
    this.x = null;
    this.y = null;
  }

  @Override
  protected void part(int block) {
    int from = block * BLOCK;
    int length = Math.min(BLOCK, n - from);
    int xo = xOffset + from;
    int yo = yOffset + from;
    int full = F.loopBound(length);
    if (full > 0) {
      vectors(full, x, xo, y, yo);
    }
    if (full < length) {
      rest(length - full, x, xo + full, y, yo + full);
    }
  }

  /** Less than a vector: the same on a vector of which only the first n lanes count. */
  private void rest(int n, float[] x, int xo, float[] y, int yo) {
    float[] rest = REST.floats(LENGTH);
    System.arraycopy(x, xo, rest, 0, n);
    vectors(LENGTH, rest, 0, rest, 0);
    System.arraycopy(rest, 0, y, yo, n);
  }

  /**
   * The loops below do one vector at least: C2 then sees that the functions they call are always
   * called, and inlines them whatever the sizes of earlier calls were.
   */
  private void vectors(int n, float[] x, int xo, float[] y, int yo) {
    switch (op) {
      case EXP -> expVectors(n, x, xo, y, yo);
      case LOG -> logVectors(n, x, xo, y, yo);
      case SIGMOID -> sigmoidVectors(n, x, xo, y, yo);
      case TANH -> tanhVectors(n, x, xo, y, yo);
      case RELU -> reluVectors(n, x, xo, y, yo);
      case LEAKY_RELU -> leakyReluVectors(n, parameter, x, xo, y, yo);
      case ELU -> eluVectors(n, parameter, x, xo, y, yo);
    }
  }

  private static void expVectors(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xo + i);
      ExpSimd.exp(v).intoArray(y, yo + i);
    }
  }

  private static void logVectors(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xo + i);
      LogSimd.log(v).intoArray(y, yo + i);
    }
  }

  private static void sigmoidVectors(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xo + i);
      SigmoidSimd.sigmoid(v).intoArray(y, yo + i);
    }
  }

  private static void tanhVectors(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xo + i);
      TanhSimd.tanh(v).intoArray(y, yo + i);
    }
  }

  private static void reluVectors(int n, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xo + i);
      v.blend(0f, v.compare(LE, 0f)).intoArray(y, yo + i);
    }
  }

  private static void leakyReluVectors(int n, float slope, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xo + i);
      v.blend(v.mul(slope), v.compare(LE, 0f)).intoArray(y, yo + i);
    }
  }

  private static void eluVectors(int n, float alpha, float[] x, int xo, float[] y, int yo) {
    for (int i = 0; i < n; i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xo + i);
      v.blend(Expm1Simd.expm1(v).mul(alpha), v.compare(LE, 0f)).intoArray(y, yo + i);
    }
  }
}
