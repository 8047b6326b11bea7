package dev.lanewise.kernels.norm;

import static dev.lanewise.kernels.norm.BatchNormSimd.BETA;
import static dev.lanewise.kernels.norm.BatchNormSimd.LINE;
import static dev.lanewise.kernels.norm.BatchNormSimd.MEAN;
import static dev.lanewise.kernels.norm.BatchNormSimd.SCALE;
import static dev.lanewise.kernels.simd.Fold.WIDTH;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.FloatVector;

/**
 * Adds a plane to the 2 * 64 accumulators of two sums, as {@link BatchNormReference} does. Four
 * registers a sum; where they hold fewer than its 64 accumulators the plane is walked once per
 * group of four.
 */
final class BatchNormSumsSimd {
  private static final int GROUP = 4 * LENGTH;

  private BatchNormSumsSimd() {}

  /** See {@link BatchNormReference#addSquares}. */
  static void addSquares(int n, float[] x, int at, float shift, float[] acc, int sums) {
    int bound = n - n % WIDTH;
    if (bound > 0) {
      for (int group = 0; group < WIDTH; group += GROUP) {
        addSquaresGroup(bound, x, at + group, shift, acc, sums + group);
      }
    }
    int i = bound;
    for (; i <= n - LENGTH; i += LENGTH) {
      int s = sums + i - bound;
      FloatVector d = FloatVector.fromArray(F, x, at + i).sub(shift);
      FloatVector.fromArray(F, acc, s).add(d).intoArray(acc, s);
      d.fma(d, FloatVector.fromArray(F, acc, s + WIDTH)).intoArray(acc, s + WIDTH);
    }
    BatchNormReference.addSquares(n - i, x, at + i, shift, acc, sums + i - bound);
  }

  private static void addSquaresGroup(
      int bound, float[] x, int at, float shift, float[] acc, int sums) {
    int squares = sums + WIDTH;
    FloatVector s0 = FloatVector.fromArray(F, acc, sums);
    FloatVector s1 = FloatVector.fromArray(F, acc, sums + LENGTH);
    FloatVector s2 = FloatVector.fromArray(F, acc, sums + 2 * LENGTH);
    FloatVector s3 = FloatVector.fromArray(F, acc, sums + 3 * LENGTH);
    FloatVector q0 = FloatVector.fromArray(F, acc, squares);
    FloatVector q1 = FloatVector.fromArray(F, acc, squares + LENGTH);
    FloatVector q2 = FloatVector.fromArray(F, acc, squares + 2 * LENGTH);
    FloatVector q3 = FloatVector.fromArray(F, acc, squares + 3 * LENGTH);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector d0 = FloatVector.fromArray(F, x, at + i).sub(shift);
      FloatVector d1 = FloatVector.fromArray(F, x, at + i + LENGTH).sub(shift);
      FloatVector d2 = FloatVector.fromArray(F, x, at + i + 2 * LENGTH).sub(shift);
      FloatVector d3 = FloatVector.fromArray(F, x, at + i + 3 * LENGTH).sub(shift);
      s0 = s0.add(d0);
      s1 = s1.add(d1);
      s2 = s2.add(d2);
      s3 = s3.add(d3);
      q0 = d0.fma(d0, q0);
      q1 = d1.fma(d1, q1);
      q2 = d2.fma(d2, q2);
      q3 = d3.fma(d3, q3);
    }
    s0.intoArray(acc, sums);
    s1.intoArray(acc, sums + LENGTH);
    s2.intoArray(acc, sums + 2 * LENGTH);
    s3.intoArray(acc, sums + 3 * LENGTH);
    q0.intoArray(acc, squares);
    q1.intoArray(acc, squares + LENGTH);
    q2.intoArray(acc, squares + 2 * LENGTH);
    q3.intoArray(acc, squares + 3 * LENGTH);
  }

  /** See {@link BatchNormReference#addGradients}; of neighbouring channels of an image. */
  static void addGradients(
      int channels,
      int n,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float[] lines,
      int line,
      float floor,
      float[] acc,
      int to) {
    int bound = n - n % WIDTH;
    for (int channel = 0; channel < channels; channel++) {
      int xo = xOffset + channel * n;
      int dyo = dyOffset + channel * n;
      int sums = to + 2 * WIDTH * channel;
      int at = line + LINE * channel;
      float mean = lines[at + MEAN];
      float scale = lines[at + SCALE];
      float beta = lines[at + BETA];
      // Half a group: with the constants of the channel, all registers there are.
      for (int half = 0; half < WIDTH && bound > 0; half += GROUP / 2) {
        addGradientsGroup(
            bound, x, xo + half, dy, dyo + half, mean, scale, beta, floor, acc, sums + half);
      }
      FloatVector b = FloatVector.broadcast(F, beta);
      FloatVector a = FloatVector.broadcast(F, scale);
      int i = bound;
      for (; i <= n - LENGTH; i += LENGTH) {
        int s = sums + i - bound;
        FloatVector d = FloatVector.fromArray(F, x, xo + i).sub(mean);
        FloatVector g = FloatVector.fromArray(F, dy, dyo + i);
        g = g.blend(0f, d.fma(a, b).compare(LE, floor));
        FloatVector.fromArray(F, acc, s).add(g).intoArray(acc, s);
        g.fma(d, FloatVector.fromArray(F, acc, s + WIDTH)).intoArray(acc, s + WIDTH);
      }
      BatchNormReference.addGradients(
          n - i, x, xo + i, dy, dyo + i, mean, scale, beta, floor, acc, sums + i - bound);
    }
  }

  private static void addGradientsGroup(
      int bound,
      float[] x,
      int xo,
      float[] dy,
      int dyo,
      float mean,
      float scale,
      float beta,
      float floor,
      float[] acc,
      int sums) {
    int products = sums + WIDTH;
    FloatVector b = FloatVector.broadcast(F, beta);
    FloatVector a = FloatVector.broadcast(F, scale);
    FloatVector s0 = FloatVector.fromArray(F, acc, sums);
    FloatVector s1 = FloatVector.fromArray(F, acc, sums + LENGTH);
    FloatVector p0 = FloatVector.fromArray(F, acc, products);
    FloatVector p1 = FloatVector.fromArray(F, acc, products + LENGTH);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector d0 = FloatVector.fromArray(F, x, xo + i).sub(mean);
      FloatVector d1 = FloatVector.fromArray(F, x, xo + i + LENGTH).sub(mean);
      FloatVector g0 = FloatVector.fromArray(F, dy, dyo + i);
      FloatVector g1 = FloatVector.fromArray(F, dy, dyo + i + LENGTH);
      g0 = g0.blend(0f, d0.fma(a, b).compare(LE, floor));
      g1 = g1.blend(0f, d1.fma(a, b).compare(LE, floor));
      s0 = s0.add(g0);
      s1 = s1.add(g1);
      p0 = g0.fma(d0, p0);
      p1 = g1.fma(d1, p1);
    }
    s0.intoArray(acc, sums);
    s1.intoArray(acc, sums + LENGTH);
    p0.intoArray(acc, products);
    p1.intoArray(acc, products + LENGTH);
  }
}
