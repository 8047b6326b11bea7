package dev.lanewise.kernels.norm;

import static dev.lanewise.kernels.norm.BatchNormSimd.BETA;
import static dev.lanewise.kernels.norm.BatchNormSimd.CONSTANT;
import static dev.lanewise.kernels.norm.BatchNormSimd.LINE;
import static dev.lanewise.kernels.norm.BatchNormSimd.MEAN;
import static dev.lanewise.kernels.norm.BatchNormSimd.SCALE;
import static dev.lanewise.kernels.norm.BatchNormSimd.SLOPE;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.FloatVector;

/** What {@link BatchNormReference} does with the pixels of a plane, on vectors. */
final class BatchNormPlanesSimd {
  private BatchNormPlanesSimd() {}

  /** See {@link BatchNormReference#forwardPlane}; of neighbouring channels of an image. */
  static void forward(
      int channels,
      int n,
      float[] x,
      int xOffset,
      float[] lines,
      int line,
      float floor,
      float[] y,
      int yOffset) {
    for (int channel = 0; channel < channels; channel++) {
      int xo = xOffset + channel * n;
      int yo = yOffset + channel * n;
      int at = line + LINE * channel;
      float mean = lines[at + MEAN];
      float scale = lines[at + SCALE];
      float beta = lines[at + BETA];
      FloatVector a = FloatVector.broadcast(F, scale);
      FloatVector b = FloatVector.broadcast(F, beta);
      int i = 0;
      for (; i < F.loopBound(n); i += LENGTH) {
        FloatVector v = FloatVector.fromArray(F, x, xo + i).sub(mean).fma(a, b);
        v.blend(0f, v.compare(LE, floor)).intoArray(y, yo + i);
      }
      BatchNormReference.forwardPlane(n - i, x, xo + i, mean, scale, beta, floor, y, yo + i);
    }
  }

  /** See {@link BatchNormReference#inputGradient}; of neighbouring channels of an image. */
  static void inputGradient(
      int channels,
      int n,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float[] lines,
      int line,
      float floor,
      float[] dx,
      int dxOffset) {
    for (int channel = 0; channel < channels; channel++) {
      int xo = xOffset + channel * n;
      int dyo = dyOffset + channel * n;
      int dxo = dxOffset + channel * n;
      int at = line + LINE * channel;
      float mean = lines[at + MEAN];
      float scale = lines[at + SCALE];
      float beta = lines[at + BETA];
      float slope = lines[at + SLOPE];
      float constant = lines[at + CONSTANT];
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
}
