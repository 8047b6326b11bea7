package dev.lanewise.kernels.activation;

import static dev.lanewise.kernels.activation.ActivationsSimd.BLOCK;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.math.GeluSimd;
import dev.lanewise.kernels.math.SigmoidSimd;
import dev.lanewise.kernels.math.SiluSimd;
import dev.lanewise.kernels.math.SoftplusSimd;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;
import jdk.incubator.vector.FloatVector;

/** {@link SmoothRelus} on vectors; blocks of a long array go to the threads. */
final class SmoothRelusSimd extends Task {
  /** Floats whose slopes are kept at a time, well within the first cache. */
  private static final int CHUNK = 1024;

  private enum Op {
    GELU,
    SILU,
    SOFTPLUS
  }

  private static final ThreadLocal<SmoothRelusSimd> CALL =
      ThreadLocal.withInitial(SmoothRelusSimd::new);

  private static final Scratch SLOPES = new Scratch();

  private Op op;
  private int n;
  // Floats before the first block of several, up to a line of y.
  private int head;
  private float[] x;
  private int xOffset;
  // Null on the way forward.
  private float[] dy;
  private int dyOffset;
  // dx on the way back.
  private float[] y;
  private int yOffset;

  private SmoothRelusSimd() {}

  static void gelu(int n, float[] x, int xOffset, float[] y, int yOffset) {
    CALL.get().run(Op.GELU, n, x, xOffset, null, 0, y, yOffset);
  }

  static void silu(int n, float[] x, int xOffset, float[] y, int yOffset) {
    CALL.get().run(Op.SILU, n, x, xOffset, null, 0, y, yOffset);
  }

  static void softplus(int n, float[] x, int xOffset, float[] y, int yOffset) {
    CALL.get().run(Op.SOFTPLUS, n, x, xOffset, null, 0, y, yOffset);
  }

  static void geluGradient(
      int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    CALL.get().run(Op.GELU, n, x, xOffset, dy, dyOffset, dx, dxOffset);
  }

  static void siluGradient(
      int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    CALL.get().run(Op.SILU, n, x, xOffset, dy, dyOffset, dx, dxOffset);
  }

  static void softplusGradient(
      int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    CALL.get().run(Op.SOFTPLUS, n, x, xOffset, dy, dyOffset, dx, dxOffset);
  }

  private void run(
      Op op, int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] y, int yOffset) {
    int head = n > BLOCK ? Slice.toLine(y, yOffset) : 0;
    this.op = op;
    this.x = x;
    this.xOffset = xOffset;
    this.dy = dy;
    this.dyOffset = dyOffset;
    this.y = y;
    this.yOffset = yOffset;
    block(head, 0);
    this.head = head;
    this.n = n;
    Parallelism.current().run(this, (int) ((n - head - 1L + BLOCK) / BLOCK));
    this.x = null;
    this.dy = null;
    this.y = null;
  }

  @Override
  protected void part(int block) {
    int from = head + block * BLOCK;
    block(Math.min(BLOCK, n - from), from);
  }

  private void block(int length, int from) {
    if (dy == null) {
      forward(length, xOffset + from, yOffset + from);
    } else if (op == Op.GELU) {
      GeluSimd.gradient(length, x, xOffset + from, dy, dyOffset + from, y, yOffset + from);
    } else {
      for (int i = from; i < from + length; i += CHUNK) {
        bySlopes(Math.min(CHUNK, from + length - i), i);
      }
    }
  }

  private void forward(int length, int xo, int yo) {
    switch (op) {
      case GELU -> GeluSimd.gelu(length, x, xo, y, yo);
      case SILU -> SiluSimd.silu(length, x, xo, y, yo);
      case SOFTPLUS -> SoftplusSimd.softplus(length, x, xo, y, yo);
    }
  }

  private void bySlopes(int length, int from) {
    float[] slopes = SLOPES.floats(CHUNK);
    if (op == Op.SILU) {
      SiluSimd.slope(length, x, xOffset + from, slopes, 0);
    } else {
      SigmoidSimd.sigmoid(length, x, xOffset + from, slopes, 0);
    }
    multiply(length, slopes, dy, dyOffset + from, y, yOffset + from);
  }

  private static void multiply(int n, float[] slopes, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector g = FloatVector.fromArray(F, dy, dyo + i);
      g.mul(FloatVector.fromArray(F, slopes, i)).intoArray(dx, dxo + i);
    }
    for (; i < n; i++) {
      dx[dxo + i] = dy[dyo + i] * slopes[i];
    }
  }
}
