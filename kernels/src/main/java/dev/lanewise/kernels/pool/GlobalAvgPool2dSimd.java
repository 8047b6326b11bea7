package dev.lanewise.kernels.pool;

import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.math.RowSimd;
import dev.lanewise.kernels.math.ShortRowsSimd;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.FoldSimd;
import dev.lanewise.kernels.simd.Scratch;
import java.util.Arrays;

/** {@link GlobalAvgPool2d} on vectors; groups of planes go to the threads. */
final class GlobalAvgPool2dSimd extends Task {
  private static final ThreadLocal<GlobalAvgPool2dSimd> CALL =
      ThreadLocal.withInitial(GlobalAvgPool2dSimd::new);
  private static final Scratch GROUP = new Scratch();
  private static final Scratch WORK = new Scratch();
  private static final Scratch SUMS = new Scratch();

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
    int group = 0;
    for (int plane = from; plane < to; plane += Math.max(1, group)) {
      int start = imageOffset + plane * pixels;
      group = forward ? ShortRowsSimd.group(to - plane, pixels) : 0;
      if (group > 0) {
        forwardGroup(group, start, meansOffset + plane);
      } else if (forward) {
        means[meansOffset + plane] = FoldSimd.sum(pixels, image, start) / pixels;
      } else {
        Arrays.fill(image, start, start + pixels, means[meansOffset + plane] / pixels);
      }
    }
  }

  /** Small planes, side by side. */
  private void forwardGroup(int count, int start, int mean) {
    float[] group = GROUP.floats(ShortRowsSimd.size(pixels));
    float[] work = WORK.floats(pixels * LENGTH);
    float[] sums = SUMS.floats(LENGTH);
    ShortRowsSimd.gather(count, pixels, image, start, group);
    ShortRowsSimd.sum(pixels, group, work, sums);
    for (int i = 0; i < count; i++) {
      means[mean + i] = sums[i] / pixels;
    }
  }
}
