package dev.lanewise.kernels.vector;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static dev.lanewise.kernels.vector.VectorsReference.BLOCK;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.FoldSimd;
import dev.lanewise.kernels.simd.Slice;
import jdk.incubator.vector.FloatVector;

/**
 * {@link Vectors} on vectors; blocks of a long vector go to the threads, those of an output from
 * the beginning of a line on, where that is known. One block alone is done at once: looking up the
 * thread's task and the threads would cost more than 1,000 floats.
 */
final class VectorsSimd extends Task {
  private enum Op {
    DOT,
    SUM,
    AXPY,
    SCALE,
    ADD,
    MUL,
    DIV,
    MAX,
    SQRT
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
    run(Op.AXPY, n, alpha, x, xOffset, y, yOffset, y, yOffset);
  }

  static void scale(int n, float alpha, float[] x, int xOffset) {
    run(Op.SCALE, n, alpha, x, xOffset, x, xOffset, x, xOffset);
  }

  static void add(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    run(Op.ADD, n, 0, x, xOffset, y, yOffset, z, zOffset);
  }

  static void mul(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    run(Op.MUL, n, 0, x, xOffset, y, yOffset, z, zOffset);
  }

  static void div(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    run(Op.DIV, n, 0, x, xOffset, y, yOffset, z, zOffset);
  }

  static void max(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    run(Op.MAX, n, 0, x, xOffset, y, yOffset, z, zOffset);
  }

  static void sqrt(int n, float[] x, int xOffset, float[] y, int yOffset) {
    run(Op.SQRT, n, 0, x, xOffset, x, xOffset, y, yOffset);
  }

  private static float reduce(Op op, int n, float[] x, int xOffset, float[] y, int yOffset) {
    if (n <= BLOCK) {
      return 0f + block(op, n, 0, x, xOffset, y, yOffset, y, yOffset);
    }
    VectorsSimd call = CALL.get();
    int blocks = (n - 1) / BLOCK + 1;
    if (call.blockSums.length < blocks) {
      call.blockSums = new float[blocks];
    }
    call.blocks(op, n, 0, x, xOffset, y, yOffset, y, yOffset);
    float total = 0;
    for (int b = 0; b < blocks; b++) {
      total += call.blockSums[b];
    }
    return total;
  }

  private static void run(
      Op op,
      int n,
      float alpha,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] z,
      int zOffset) {
    if (n <= BLOCK) {
      block(op, n, alpha, x, xOffset, y, yOffset, z, zOffset);
    } else {
      int head = Slice.toLine(z, zOffset);
      block(op, head, alpha, x, xOffset, y, yOffset, z, zOffset);
      CALL.get()
          .blocks(op, n - head, alpha, x, xOffset + head, y, yOffset + head, z, zOffset + head);
    }
  }

  private void blocks(
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
    Parallelism.current().run(this, (n - 1) / BLOCK + 1);
    this.x = null;
    this.y = null;
    this.z = null;
  }

  @Override
  protected void part(int block) {
    int from = block * BLOCK;
    int length = Math.min(BLOCK, n - from);
    float sum = block(op, length, alpha, x, xOffset + from, y, yOffset + from, z, zOffset + from);
    if (op == Op.DOT || op == Op.SUM) {
      blockSums[block] = sum;
    }
  }

  /** One block; the sum if it is one. */
  private static float block(
      Op op, int n, float alpha, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
    switch (op) {
      case DOT -> {
        return FoldSimd.dot(n, x, xo, y, yo);
      }
      case SUM -> {
        return FoldSimd.sum(n, x, xo);
      }
      case AXPY -> axpyBlock(n, alpha, x, xo, y, yo);
      case SCALE -> scaleBlock(n, alpha, x, xo);
      case ADD -> addBlock(n, x, xo, y, yo, z, zo);
      case MUL -> mulBlock(n, x, xo, y, yo, z, zo);
      case DIV -> divBlock(n, x, xo, y, yo, z, zo);
      case MAX -> maxBlock(n, x, xo, y, yo, z, zo);
      case SQRT -> sqrtBlock(n, x, xo, z, zo);
    }
    return 0f;
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

  private static void sqrtBlock(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector.fromArray(F, x, xo + i).sqrt().intoArray(y, yo + i);
    }
    VectorsReference.sqrt(n - i, x, xo + i, y, yo + i);
  }
}
