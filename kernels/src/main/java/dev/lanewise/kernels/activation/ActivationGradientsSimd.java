package dev.lanewise.kernels.activation;

import static dev.lanewise.kernels.activation.ActivationsSimd.BLOCK;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.LE;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.Slice;
import jdk.incubator.vector.FloatVector;

/**
 * The gradients of {@link Activations} on vectors; blocks of a long array go to the threads, as in
 * {@link ActivationsSimd}. One block alone is done at once, without looking for them.
 */
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
    run(Op.SIGMOID, n, 0f, y, yOffset, dy, dyOffset, dx, dxOffset);
  }

  static void tanhGradient(
      int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    run(Op.TANH, n, 0f, y, yOffset, dy, dyOffset, dx, dxOffset);
  }

  static void reluGradient(
      int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    run(Op.RELU, n, 0f, y, yOffset, dy, dyOffset, dx, dxOffset);
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
    run(Op.LEAKY_RELU, n, slope, y, yOffset, dy, dyOffset, dx, dxOffset);
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
    run(Op.ELU, n, alpha, y, yOffset, dy, dyOffset, dx, dxOffset);
  }

  private static void run(
      Op op,
      int n,
      float parameter,
      float[] y,
      int yOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset) {
    if (n <= BLOCK) {
      block(op, n, parameter, y, yOffset, dy, dyOffset, dx, dxOffset);
    } else {
      int head = Slice.toLine(dx, dxOffset);
      block(op, head, parameter, y, yOffset, dy, dyOffset, dx, dxOffset);
      CALL.get()
          .blocks(
              op, n - head, parameter, y, yOffset + head, dy, dyOffset + head, dx, dxOffset + head);
    }
  }

  private void blocks(
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
    Parallelism.current().run(this, (n - 1) / BLOCK + 1);
    this.y = null;
    this.dy = null;
    this.dx = null;
  }

  @Override
  protected void part(int block) {
    int from = block * BLOCK;
    int length = Math.min(BLOCK, n - from);
    block(op, length, parameter, y, yOffset + from, dy, dyOffset + from, dx, dxOffset + from);
  }

  private static void block(
      Op op, int n, float parameter, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    switch (op) {
      case SIGMOID -> sigmoidBlock(n, y, yo, dy, dyo, dx, dxo);
      case TANH -> tanhBlock(n, y, yo, dy, dyo, dx, dxo);
      case RELU -> reluBlock(n, y, yo, dy, dyo, dx, dxo);
      case LEAKY_RELU -> leakyReluBlock(n, parameter, y, yo, dy, dyo, dx, dxo);
      case ELU -> eluBlock(n, parameter, y, yo, dy, dyo, dx, dxo);
    }
  }

  private static void sigmoidBlock(
      int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    FloatVector one = FloatVector.broadcast(F, 1f);
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, y, yo + i);
      FloatVector g = FloatVector.fromArray(F, dy, dyo + i);
      g.mul(one.sub(v)).mul(v).intoArray(dx, dxo + i);
    }
    ActivationsReference.sigmoidGradient(n - i, y, yo + i, dy, dyo + i, dx, dxo + i);
  }

  private static void tanhBlock(
      int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    FloatVector one = FloatVector.broadcast(F, 1f);
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, y, yo + i);
      FloatVector g = FloatVector.fromArray(F, dy, dyo + i);
      g.mul(v.neg().fma(v, one)).intoArray(dx, dxo + i);
    }
    ActivationsReference.tanhGradient(n - i, y, yo + i, dy, dyo + i, dx, dxo + i);
  }

  private static void reluBlock(
      int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, y, yo + i);
      FloatVector g = FloatVector.fromArray(F, dy, dyo + i);
      g.blend(0f, v.compare(LE, 0f)).intoArray(dx, dxo + i);
    }
    ActivationsReference.reluGradient(n - i, y, yo + i, dy, dyo + i, dx, dxo + i);
  }

  private static void leakyReluBlock(
      int n, float slope, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, y, yo + i);
      FloatVector g = FloatVector.fromArray(F, dy, dyo + i);
      g.blend(g.mul(slope), v.compare(LE, 0f)).intoArray(dx, dxo + i);
    }
    ActivationsReference.leakyReluGradient(n - i, slope, y, yo + i, dy, dyo + i, dx, dxo + i);
  }

  private static void eluBlock(
      int n, float alpha, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, y, yo + i);
      FloatVector g = FloatVector.fromArray(F, dy, dyo + i);
      g.blend(g.mul(v.add(alpha)), v.compare(LE, 0f)).intoArray(dx, dxo + i);
    }
    ActivationsReference.eluGradient(n - i, alpha, y, yo + i, dy, dyo + i, dx, dxo + i);
  }
}
