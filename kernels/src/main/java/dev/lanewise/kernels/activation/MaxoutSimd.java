package dev.lanewise.kernels.activation;

import static dev.lanewise.kernels.activation.ActivationsSimd.BLOCK;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.I;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LE;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/** {@link Maxout} on vectors along the inner dimension; blocks of outputs go to the threads. */
final class MaxoutSimd extends Task {
  private static final ThreadLocal<MaxoutSimd> CALL = ThreadLocal.withInitial(MaxoutSimd::new);

  private boolean forward;
  private int outer;
  private int pieces;
  private int inner;
  // The [outer, pieces, inner] side and the [outer, inner] side.
  private float[] large;
  private int largeOffset;
  private float[] small;
  private int smallOffset;
  private int[] argmax;
  private int argmaxOffset;

  private MaxoutSimd() {}

  static void forward(
      int outer,
      int pieces,
      int inner,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      int[] argmax,
      int argmaxOffset) {
    CALL.get().run(true, outer, pieces, inner, x, xOffset, y, yOffset, argmax, argmaxOffset);
  }

  static void backward(
      int outer,
      int pieces,
      int inner,
      float[] dy,
      int dyOffset,
      int[] argmax,
      int argmaxOffset,
      float[] dx,
      int dxOffset) {
    CALL.get().run(false, outer, pieces, inner, dx, dxOffset, dy, dyOffset, argmax, argmaxOffset);
  }

  private void run(
      boolean forward,
      int outer,
      int pieces,
      int inner,
      float[] large,
      int largeOffset,
      float[] small,
      int smallOffset,
      int[] argmax,
      int argmaxOffset) {
    this.forward = forward;
    this.outer = outer;
    this.pieces = pieces;
    this.inner = inner;
    this.large = large;
    this.largeOffset = largeOffset;
    this.small = small;
    this.smallOffset = smallOffset;
    this.argmax = argmax;
    this.argmaxOffset = argmaxOffset;
    Parallelism.current().run(this, Math.ceilDiv(outer, group()) * Math.ceilDiv(inner, BLOCK));
    this.large = null;
    this.small = null;
    this.argmax = null;
  }

  /** Outers that one thread takes at a time; more than one only if their inner is short. */
  private int group() {
    return Math.max(1, BLOCK / Math.max(1, inner));
  }

  @Override
  protected void part(int part) {
    int blocks = Math.ceilDiv(inner, BLOCK);
    int from = part / blocks * group();
    int to = Math.min(outer, from + group());
    int start = part % blocks * BLOCK;
    int length = Math.min(BLOCK, inner - start);
    for (int o = from; o < to; o++) {
      int lo = largeOffset + o * pieces * inner + start;
      int so = smallOffset + o * inner + start;
      int ao = argmaxOffset + o * inner + start;
      if (forward) {
        forwardBlock(length, pieces, inner, large, lo, small, so, argmax, ao);
      } else {
        backwardBlock(length, pieces, inner, small, so, argmax, ao, large, lo);
      }
    }
  }

  private static void forwardBlock(
      int n, int pieces, int inner, float[] x, int xo, float[] y, int yo, int[] argmax, int ao) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector best = FloatVector.fromArray(F, x, xo + i);
      IntVector winner = IntVector.zero(I);
      for (int p = 1; p < pieces; p++) {
        FloatVector challenger = FloatVector.fromArray(F, x, xo + p * inner + i);
        VectorMask<Float> loses = challenger.compare(LE, best).or(best.compare(EQ, best).not());
        best = challenger.blend(best, loses);
        winner = IntVector.broadcast(I, p).blend(winner, loses.cast(I));
      }
      best.intoArray(y, yo + i);
      winner.intoArray(argmax, ao + i);
    }
    MaxoutReference.forwardOuter(n - i, pieces, inner, x, xo + i, y, yo + i, argmax, ao + i);
  }

  private static void backwardBlock(
      int n,
      int pieces,
      int inner,
      float[] dy,
      int dyo,
      int[] argmax,
      int ao,
      float[] dx,
      int dxo) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector g = FloatVector.fromArray(F, dy, dyo + i);
      IntVector winner = IntVector.fromArray(I, argmax, ao + i);
      for (int p = 0; p < pieces; p++) {
        FloatVector.zero(F)
            .blend(g, winner.compare(EQ, p).cast(F))
            .intoArray(dx, dxo + p * inner + i);
      }
    }
    MaxoutReference.backwardOuter(n - i, pieces, inner, dy, dyo + i, argmax, ao + i, dx, dxo + i);
  }
}
