package dev.lanewise.kernels.activation;

import static dev.lanewise.kernels.activation.ActivationsSimd.BLOCK;

import dev.lanewise.kernels.math.GeluSimd;
import dev.lanewise.kernels.math.SigmoidSimd;
import dev.lanewise.kernels.math.SiluSimd;
import dev.lanewise.kernels.math.SoftplusSimd;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.Slice;

/** {@link SmoothRelus} on vectors; blocks of a long array go to the threads. */
final class SmoothRelusSimd extends Task {
  private enum Op {
    GELU,
    SILU,
    SOFTPLUS
  }

  private static final ThreadLocal<SmoothRelusSimd> CALL =
      ThreadLocal.withInitial(SmoothRelusSimd::new);

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
    } else {
      gradient(length, xOffset + from, dyOffset + from, yOffset + from);
    }
  }

  private void forward(int length, int xo, int yo) {
    switch (op) {
      case GELU -> GeluSimd.gelu(length, x, xo, y, yo);
      case SILU -> SiluSimd.silu(length, x, xo, y, yo);
      case SOFTPLUS -> SoftplusSimd.softplus(length, x, xo, y, yo);
    }
  }

  private void gradient(int length, int xo, int dyo, int yo) {
    switch (op) {
      case GELU -> GeluSimd.gradient(length, x, xo, dy, dyo, y, yo);
      case SILU -> SiluSimd.gradient(length, x, xo, dy, dyo, y, yo);
      case SOFTPLUS -> SigmoidSimd.times(length, x, xo, dy, dyo, y, yo);
    }
  }
}
