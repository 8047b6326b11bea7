package dev.lanewise.kernels.pool;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;

/** Work that goes plane by plane (one channel of one image); a part is a block of planes. */
abstract class PoolPlanes extends Task {
  /** Pixels in one part. */
  private static final int GRAIN = 32_768;

  private int planes;
  private int planesPerPart;

  protected abstract void plane(int plane);

  protected final void run(int planes, int pixels) {
    this.planes = planes;
    planesPerPart = Math.max(1, GRAIN / pixels);
    Parallelism.current().run(this, (planes - 1) / planesPerPart + 1);
  }

  @Override
  protected final void part(int index) {
    int from = index * planesPerPart;
    int to = Math.min(planes, from + planesPerPart);
    for (int plane = from; plane < to; plane++) {
      plane(plane);
    }
  }
}
