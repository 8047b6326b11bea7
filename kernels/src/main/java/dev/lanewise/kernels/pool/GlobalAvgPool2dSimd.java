package dev.lanewise.kernels.pool;

import dev.lanewise.kernels.math.RowSimd;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.FoldSimd;
import java.util.Arrays;

/** {@link GlobalAvgPool2d} on vectors; groups of planes go to the threads. */
final class GlobalAvgPool2dSimd extends Task {
  private static final ThreadLocal<GlobalAvgPool2dSimd> CALL =
      ThreadLocal.withInitial(GlobalAvgPool2dSimd::new);

  private boolean forward;
  private int planes;
  private int pixels;
  private float[] image;
  private int imageOffset;
  private float[] means;
  private int meansOffset;

  private GlobalAvgPool2dSimd() {}

  static void forward(int planes, int pixels, float[] x, int xOffset, float[] y, int yOffset) {
    CALL.get().run(true, planes, pixels, x, xOffset, y, yOffset);
  }

  static void backward(int planes, int pixels, float[] dy, int dyOffset, float[] dx, int dxOffset) {
    CALL.get().run(false, planes, pixels, dx, dxOffset, dy, dyOffset);
  }

  private void run(
      boolean forward,
      int planes,
      int pixels,
      float[] image,
      int imageOffset,
      float[] means,
      int meansOffset) {
    this.forward = forward;
    this.planes = planes;
    this.pixels = pixels;
    this.image = image;
    this.imageOffset = imageOffset;
    this.means = means;
    this.meansOffset = meansOffset;
    Parallelism.current().run(this, Math.ceilDiv(planes, RowSimd.rowsPerPart(pixels)));
    this.image = null;
    this.means = null;
  }

  @Override
  protected void part(int index) {
    int planesPerPart = RowSimd.rowsPerPart(pixels);
    int from = index * planesPerPart;
    int to = Math.min(planes, from + planesPerPart);
    if (forward && SmallPlanesSimd.fits(pixels)) {
      int start = imageOffset + from * pixels;
      SmallPlanesSimd.means(to - from, pixels, image, start, means, meansOffset + from);
      return;
    }
    for (int plane = from; plane < to; plane++) {
      int start = imageOffset + plane * pixels;
      if (forward) {
        means[meansOffset + plane] = FoldSimd.sum(pixels, image, start) / pixels;
      } else {
        Arrays.fill(image, start, start + pixels, means[meansOffset + plane] / pixels);
      }
    }
  }
}
