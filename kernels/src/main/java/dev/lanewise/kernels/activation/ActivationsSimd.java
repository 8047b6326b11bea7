package dev.lanewise.kernels.activation;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.LE;

import dev.lanewise.kernels.math.EluSimd;
import dev.lanewise.kernels.math.ExpSimd;
import dev.lanewise.kernels.math.LogSimd;
import dev.lanewise.kernels.math.SigmoidSimd;
import dev.lanewise.kernels.math.TanhSimd;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.ReluSimd;
import dev.lanewise.kernels.simd.Slice;
import jdk.incubator.vector.FloatVector;

/**
 * The functions of {@link Activations} on vectors; blocks of a long array go to the threads, from
 * the beginning of a line of the output on, where that is known. One block alone is done at once,
 * without looking for them.
 */
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

  private Op op;
  private int n;
  private float parameter;
  private float[] x;
  private int xOffset;
  private float[] y;
  private int yOffset;

  private ActivationsSimd() {}

  static void exp(int n, float[] x, int xOffset, float[] y, int yOffset) {
    run(Op.EXP, n, 0f, x, xOffset, y, yOffset);
  }

  static void log(int n, float[] x, int xOffset, float[] y, int yOffset) {
    run(Op.LOG, n, 0f, x, xOffset, y, yOffset);
  }

  static void sigmoid(int n, float[] x, int xOffset, float[] y, int yOffset) {
    run(Op.SIGMOID, n, 0f, x, xOffset, y, yOffset);
  }

  static void tanh(int n, float[] x, int xOffset, float[] y, int yOffset) {
    run(Op.TANH, n, 0f, x, xOffset, y, yOffset);
  }

  static void relu(int n, float[] x, int xOffset, float[] y, int yOffset) {
    run(Op.RELU, n, 0f, x, xOffset, y, yOffset);
  }

  static void leakyRelu(int n, float slope, float[] x, int xOffset, float[] y, int yOffset) {
    run(Op.LEAKY_RELU, n, slope, x, xOffset, y, yOffset);
  }

  static void elu(int n, float alpha, float[] x, int xOffset, float[] y, int yOffset) {
    run(Op.ELU, n, alpha, x, xOffset, y, yOffset);
  }

  private static void run(
      Op op, int n, float parameter, float[] x, int xOffset, float[] y, int yOffset) {
    if (n <= BLOCK) {
      block(op, n, parameter, x, xOffset, y, yOffset);
    } else {
      int head = Slice.toLine(y, yOffset);
      block(op, head, parameter, x, xOffset, y, yOffset);
      CALL.get().blocks(op, n - head, parameter, x, xOffset + head, y, yOffset + head);
    }
  }

  private void blocks(
      Op op, int n, float parameter, float[] x, int xOffset, float[] y, int yOffset) {
    this.op = op;
    this.n = n;
    this.parameter = parameter;
    this.x = x;
    this.xOffset = xOffset;
    this.y = y;
    this.yOffset = yOffset;
    Parallelism.current().run(this, (n - 1) / BLOCK + 1);
    this.x = null;
    this.y = null;
  }

  @Override
  protected void part(int block) {
    int from = block * BLOCK;
    int length = Math.min(BLOCK, n - from);
    block(op, length, parameter, x, xOffset + from, y, yOffset + from);
  }

  private static void block(Op op, int n, float parameter, float[] x, int xo, float[] y, int yo) {
    switch (op) {
      case EXP -> ExpSimd.exp(n, 0f, x, xo, y, yo);
      case LOG -> LogSimd.log(n, x, xo, y, yo);
      case SIGMOID -> SigmoidSimd.sigmoid(n, x, xo, y, yo);
      case TANH -> TanhSimd.tanh(n, x, xo, y, yo);
      case RELU -> ReluSimd.relu(n, x, xo, y, yo);
      case LEAKY_RELU -> leakyReluBlock(n, parameter, x, xo, y, yo);
      case ELU -> EluSimd.elu(n, parameter, x, xo, y, yo);
    }
  }

  static void leakyReluBlock(int n, float slope, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xo + i);
      v.blend(v.mul(slope), v.compare(LE, 0f)).intoArray(y, yo + i);
    }
    ActivationsReference.leakyRelu(n - i, slope, x, xo + i, y, yo + i);
  }
}
