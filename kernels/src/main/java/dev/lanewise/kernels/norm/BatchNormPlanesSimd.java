package dev.lanewise.kernels.norm;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.FloatVector;

/** What {@link BatchNormReference} does with the pixels of a plane, on vectors. */
final class BatchNormPlanesSimd {
  private BatchNormPlanesSimd() {}

  /** See {@link BatchNormReference#forwardPlane}. */
  static void forward(
      int n,
      float[] x,
      int xo,
      float mean,
      float scale,
      float beta,
      float floor,
      float[] y,
      int yo) {
    FloatVector a = FloatVector.broadcast(F, scale);
    FloatVector b = FloatVector.broadcast(F, beta);
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector v = FloatVector.fromArray(F, x, xo + i).sub(mean).fma(a, b);
      v.blend(0f, v.compare(LE, floor)).intoArray(y, yo + i);
    }
    BatchNormReference.forwardPlane(n - i, x, xo + i, mean, scale, beta, floor, y, yo + i);
  }

  /** See {@link BatchNormReference#inputGradient}. */
  static void inputGradient(
      int n,
      float[] x,
      int xo,
      float[] dy,
      int dyo,
      float mean,
      float scale,
      float beta,
      float floor,
      float slope,
      float constant,
      float[] dx,
      int dxo) {
    FloatVector a = FloatVector.broadcast(F, scale);
    FloatVector b = FloatVector.broadcast(F, beta);
    FloatVector s = FloatVector.broadcast(F, slope);
    FloatVector c = FloatVector.broadcast(F, constant);
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector d = FloatVector.fromArray(F, x, xo + i).sub(mean);
      FloatVector g = FloatVector.fromArray(F, dy, dyo + i);
      g = g.blend(0f, d.fma(a, b).compare(LE, floor));
      g.fma(a, d.fma(s, c)).intoArray(dx, dxo + i);
    }
    BatchNormReference.inputGradient(
        n - i, x, xo + i, dy, dyo + i, mean, scale, beta, floor, slope, constant, dx, dxo + i);
  }
}
