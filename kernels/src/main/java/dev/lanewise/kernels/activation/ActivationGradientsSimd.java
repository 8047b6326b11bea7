package dev.lanewise.kernels.activation;

import static dev.lanewise.kernels.activation.ActivationsSimd.BLOCK;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.LE;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.Scratch;
import jdk.incubator.vector.FloatVector;

/** The gradients of {@link Activations} on vectors; blocks of a long array go to the threads. */
final class ActivationGradientsSimd extends Task {
  private enum Op {
    SIGMOID,
    TANH,
    RELU,
    LEAKY_RELU,
    ELU
  }

  private static final ThreadLocal<ActivationGradientsSimd> CALL =
      ThreadLocal.withInitial(ActivationGradientsSimd::new);
  private static final Scratch Y_REST = new Scratch();
  private static final Scratch REST = new Scratch();

  private Op op;
  private int n;
  private float parameter;
  private float[] y;
  private int yOffset;
  private float[] dy;
  private int dyOffset;
  private float[] dx;
  private int dxOffset;

  private ActivationGradientsSimd() {}

  static void sigmoidGradient(
      int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    CALL.get().run(Op.SIGMOID, n, 0f, y, yOffset, dy, dyOffset, dx, dxOffset);
  }

  static void tanhGradient(
      int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    CALL.get().run(Op.TANH, n, 0f, y, yOffset, dy, dyOffset, dx, dxOffset);
  }

  static void reluGradient(
      int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    CALL.get().run(Op.RELU, n, 0f, y, yOffset, dy, dyOffset, dx, dxOffset);
  }

  static void leakyReluGradient(
      int n,
      float slope,
      float[] y,
      int yOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset) {
    CALL.get().run(Op.LEAKY_RELU, n, slope, y, yOffset, dy, dyOffset, dx, dxOffset);
  }

  static void eluGradient(
      int n,
      float alpha,
      float[] y,
      int yOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset) {
    CALL.get().run(Op.ELU, n, alpha, y, yOffset, dy, dyOffset, dx, dxOffset);
  }

  private void run(
      Op op,
      int n,
      float parameter,
      float[] y,
      int yOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset) {
    this.op = op;
    this.n = n;
    this.parameter = parameter;
    this.y = y;
    this.yOffset = yOffset;
    this.dy = dy;
    this.dyOffset = dyOffset;
    this.dx = dx;
    this.dxOffset = dxOffset;
    Parallelism.current().run(this, (int) ((n - 1L + BLOCK) / BLOCK));
    this.y = null;
    this.dy = null;
    this.dx = null;
  }

  @Override
  protected void part(int block) {
    int from = block * BLOCK;
    int length = Math.min(BLOCK, n - from);
    int yo = yOffset + from;
    int dyo = dyOffset + from;
    int dxo = dxOffset + from;
    int full = F.loopBound(length);
    if (full > 0) {
      vectors(full, y, yo, dy, dyo, dx, dxo);
    }
    if (full < length) {
      rest(length - full, y, yo + full, dy, dyo + full, dx, dxo + full);
    }
  }

  /** Less than a vector: the same on a vector of which only the first n lanes count. */
  private void rest(int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    float[] yRest = Y_REST.floats(LENGTH);
    float[] rest = REST.floats(LENGTH);
    System.arraycopy(y, yo, yRest, 0, n);
    System.arraycopy(dy, dyo, rest, 0, n);
    vectors(LENGTH, yRest, 0, rest, 0, rest, 0);
    System.arraycopy(rest, 0, dx, dxo, n);
  }

  private void vectors(int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    switch (op) {
      case SIGMOID -> sigmoidVectors(n, y, yo, dy, dyo, dx, dxo);
      case TANH -> tanhVectors(n, y, yo, dy, dyo, dx, dxo);
      case RELU -> reluVectors(n, y, yo, dy, dyo, dx, dxo);
      case LEAKY_RELU -> leakyReluVectors(n, parameter, y, yo, dy, dyo, dx, dxo);
      case ELU -> eluVectors(n, parameter, y, yo, dy, dyo, dx, dxo);
    }
  }

  private static void sigmoidVectors(
      int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    FloatVector one = FloatVector.broadcast(F, 1f);
    for (int i = 0; i < n; i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, y, yo + i);
      FloatVector g = FloatVector.fromArray(F, dy, dyo + i);
      g.mul(one.sub(v)).mul(v).intoArray(dx, dxo + i);
    }
  }

  private static void tanhVectors(
      int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    FloatVector one = FloatVector.broadcast(F, 1f);
    for (int i = 0; i < n; i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, y, yo + i);
      FloatVector g = FloatVector.fromArray(F, dy, dyo + i);
      g.mul(v.neg().fma(v, one)).intoArray(dx, dxo + i);
    }
  }

  private static void reluVectors(
      int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, y, yo + i);
      FloatVector g = FloatVector.fromArray(F, dy, dyo + i);
      g.blend(0f, v.compare(LE, 0f)).intoArray(dx, dxo + i);
    }
  }

  private static void leakyReluVectors(
      int n, float slope, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, y, yo + i);
      FloatVector g = FloatVector.fromArray(F, dy, dyo + i);
      g.blend(g.mul(slope), v.compare(LE, 0f)).intoArray(dx, dxo + i);
    }
  }

  private static void eluVectors(
      int n, float alpha, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int i = 0; i < n; i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, y, yo + i);
      FloatVector g = FloatVector.fromArray(F, dy, dyo + i);
      g.blend(g.mul(v.add(alpha)), v.compare(LE, 0f)).intoArray(dx, dxo + i);
    }
  }
}
