package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static dev.lanewise.kernels.vector.VectorsReference.BLOCK;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.FoldSimd;
import jdk.incubator.vector.FloatVector;

/** {@link Vectors} on vectors; blocks of a long vector go to the threads. */
final class VectorsSimd extends Task {
  private enum Op {
    DOT,
    SUM,
    AXPY,
    SCALE,
    ADD,
    MUL,
    DIV,
    MAX
  }

  private static final ThreadLocal<VectorsSimd> CALL = ThreadLocal.withInitial(VectorsSimd::new);

  private Op op;
  private int n;
  private float alpha;
  private float[] x;
  private float[] y;
  private float[] z;
  private int xOffset;
  private int yOffset;
  private int zOffset;
  private float[] blockSums = new float[1];

  private VectorsSimd() {}

  static float dot(int n, float[] x, int xOffset, float[] y, int yOffset) {
    return reduce(Op.DOT, n, x, xOffset, y, yOffset);
  }

  static float sum(int n, float[] x, int xOffset) {
    return reduce(Op.SUM, n, x, xOffset, x, xOffset);
  }

  static void axpy(int n, float alpha, float[] x, int xOffset, float[] y, int yOffset) {
    CALL.get().run(Op.AXPY, n, alpha, x, xOffset, y, yOffset, y, yOffset);
  }

  static void scale(int n, float alpha, float[] x, int xOffset) {
    CALL.get().run(Op.SCALE, n, alpha, x, xOffset, x, xOffset, x, xOffset);
  }

  static void add(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    CALL.get().run(Op.ADD, n, 0, x, xOffset, y, yOffset, z, zOffset);
  }

  static void mul(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    CALL.get().run(Op.MUL, n, 0, x, xOffset, y, yOffset, z, zOffset);
  }

  static void div(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    CALL.get().run(Op.DIV, n, 0, x, xOffset, y, yOffset, z, zOffset);
  }

  static void max(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    CALL.get().run(Op.MAX, n, 0, x, xOffset, y, yOffset, z, zOffset);
  }

  private static float reduce(Op op, int n, float[] x, int xOffset, float[] y, int yOffset) {
    VectorsSimd call = CALL.get();
    int blocks = (n - 1 + BLOCK) / BLOCK;
    if (call.blockSums.length < blocks) {
      call.blockSums = new float[blocks];
    }
    call.run(op, n, 0, x, xOffset, y, yOffset, y, yOffset);
    float total = 0;
    for (int b = 0; b < blocks; b++) {
      total += call.blockSums[b];
    }
    return total;
  }

  private void run(
      Op op,
      int n,
      float alpha,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] z,
      int zOffset) {
    this.op = op;
    this.n = n;
    this.alpha = alpha;
    this.x = x;
    this.xOffset = xOffset;
    this.y = y;
    this.yOffset = yOffset;
    this.z = z;
    this.zOffset = zOffset;
    Parallelism.current().run(this, (int) ((n - 1L + BLOCK) / BLOCK));
    this.x = null;
    this.y = null;
    this.z = null;
  }

  @Override
  protected void part(int block) {
    int from = block * BLOCK;
    int length = Math.min(BLOCK, n - from);
    int xo = xOffset + from;
    int yo = yOffset + from;
    int zo = zOffset + from;
    switch (op) {
      case DOT -> blockSums[block] = FoldSimd.dot(length, x, xo, y, yo);
      case SUM -> blockSums[block] = FoldSimd.sum(length, x, xo);
      case AXPY -> axpyBlock(length, alpha, x, xo, y, yo);
      case SCALE -> scaleBlock(length, alpha, x, xo);
      case ADD -> addBlock(length, x, xo, y, yo, z, zo);
      case MUL -> mulBlock(length, x, xo, y, yo, z, zo);
      case DIV -> divBlock(length, x, xo, y, yo, z, zo);
      case MAX -> maxBlock(length, x, xo, y, yo, z, zo);
    }
  }

  private static void axpyBlock(int n, float alpha, float[] x, int xo, float[] y, int yo) {
    FloatVector a = FloatVector.broadcast(F, alpha);
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector.fromArray(F, x, xo + i)
          .fma(a, FloatVector.fromArray(F, y, yo + i))
          .intoArray(y, yo + i);
    }
    VectorsReference.axpy(n - i, alpha, x, xo + i, y, yo + i);
  }

  private static void scaleBlock(int n, float alpha, float[] x, int xo) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector.fromArray(F, x, xo + i).mul(alpha).intoArray(x, xo + i);
    }
    VectorsReference.scale(n - i, alpha, x, xo + i);
  }

  private static void addBlock(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector.fromArray(F, x, xo + i)
          .add(FloatVector.fromArray(F, y, yo + i))
          .intoArray(z, zo + i);
    }
    VectorsReference.add(n - i, x, xo + i, y, yo + i, z, zo + i);
  }

  private static void mulBlock(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector.fromArray(F, x, xo + i)
          .mul(FloatVector.fromArray(F, y, yo + i))
          .intoArray(z, zo + i);
    }
    VectorsReference.mul(n - i, x, xo + i, y, yo + i, z, zo + i);
  }

  private static void divBlock(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector.fromArray(F, x, xo + i)
          .div(FloatVector.fromArray(F, y, yo + i))
          .intoArray(z, zo + i);
    }
    VectorsReference.div(n - i, x, xo + i, y, yo + i, z, zo + i);
  }

  private static void maxBlock(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector.fromArray(F, x, xo + i)
          .max(FloatVector.fromArray(F, y, yo + i))
          .intoArray(z, zo + i);
    }
    VectorsReference.max(n - i, x, xo + i, y, yo + i, z, zo + i);
  }
}
