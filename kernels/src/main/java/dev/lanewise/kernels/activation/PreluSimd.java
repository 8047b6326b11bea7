package dev.lanewise.kernels.activation;

import static dev.lanewise.kernels.simd.Fold.WIDTH;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static jdk.incubator.vector.VectorOperators.LE;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.Fold;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** {@link Prelu} on vectors; channels go to the threads. */
final class PreluSimd extends Task {
  private static final ThreadLocal<PreluSimd> CALL = ThreadLocal.withInitial(PreluSimd::new);

  private int batch;
  private int channels;
  private int pixels;
  private float[] x;
  private int xOffset;
  private float[] slopes;
  private int slopesOffset;
  // Null on the way forward.
  private float[] dy;
  private int dyOffset;
  // dx on the way back.
  private float[] y;
  private int yOffset;
  private float[] dslopes;
  private int dslopesOffset;

  private PreluSimd() {}

  static void forward(
      int batch,
      int channels,
      int pixels,
      float[] x,
      int xOffset,
      float[] slopes,
      int slopesOffset,
      float[] y,
      int yOffset) {
    CALL.get()
        .run(
            batch,
            channels,
            pixels,
            x,
            xOffset,
            slopes,
            slopesOffset,
            null,
            0,
            y,
            yOffset,
            null,
            0);
  }

  static void backward(
      int batch,
      int channels,
      int pixels,
      float[] x,
      int xOffset,
      float[] slopes,
      int slopesOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset,
      float[] dslopes,
      int dslopesOffset) {
    CALL.get()
        .run(
            batch,
            channels,
            pixels,
            x,
            xOffset,
            slopes,
            slopesOffset,
            dy,
            dyOffset,
            dx,
            dxOffset,
            dslopes,
            dslopesOffset);
  }

  private void run(
      int batch,
      int channels,
      int pixels,
      float[] x,
      int xOffset,
      float[] slopes,
      int slopesOffset,
      float[] dy,
      int dyOffset,
      float[] y,
      int yOffset,
      float[] dslopes,
      int dslopesOffset) {
    this.batch = batch;
    this.channels = channels;
    this.pixels = pixels;
    this.x = x;
    this.xOffset = xOffset;
    this.slopes = slopes;
    this.slopesOffset = slopesOffset;
    this.dy = dy;
    this.dyOffset = dyOffset;
    this.y = y;
    this.yOffset = yOffset;
    this.dslopes = dslopes;
    this.dslopesOffset = dslopesOffset;
    Parallelism.current().run(this, channels);
    this.x = null;
    this.slopes = null;
    this.dy = null;
    this.y = null;
    this.dslopes = null;
  }

  @Override
  protected void part(int c) {
    float slope = slopes[slopesOffset + c];
    float[] acc = dy == null ? null : Fold.accumulators();
    for (int image = 0; image < batch; image++) {
      int at = (image * channels + c) * pixels;
      if (dy == null) {
        ActivationsSimd.leakyReluBlock(pixels, slope, x, xOffset + at, y, yOffset + at);
      } else {
        backwardPlane(pixels, slope, x, xOffset + at, dy, dyOffset + at, y, yOffset + at, acc);
      }
    }
    if (dy != null) {
      dslopes[dslopesOffset + c] = Fold.fold(acc);
    }
  }

  /** The 64 accumulators stay in memory: it is in the first cache. */
  private static void backwardPlane(
      int n,
      float slope,
      float[] x,
      int xo,
      float[] dy,
      int dyo,
      float[] dx,
      int dxo,
      float[] acc) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      int a = i % WIDTH;
      FloatVector v = FloatVector.fromArray(F, x, xo + i);
      FloatVector g = FloatVector.fromArray(F, dy, dyo + i);
      VectorMask<Float> below = v.compare(LE, 0f);
      FloatVector sum = FloatVector.fromArray(F, acc, a);
      sum.blend(v.fma(g, sum), below).intoArray(acc, a);
      g.blend(g.mul(slope), below).intoArray(dx, dxo + i);
    }
    PreluReference.backwardPlane(n - i, slope, x, xo + i, dy, dyo + i, dx, dxo + i, acc, i % WIDTH);
  }
}
