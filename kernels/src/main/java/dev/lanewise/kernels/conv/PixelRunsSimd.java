package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;

/**
 * The pixels of a B panel, NR of them in scan order, as runs of neighbours in the image copy: a run
 * ends where an output row does.
 */
final class PixelRunsSimd {
  private final int[] from = new int[NR];
  private final int[] to = new int[NR];
  private final int[] length = new int[NR];
  private int runs;

  /** Floats that {@link #pack} may write for {@code kc} products: a last vector overshoots. */
  static int panelSize(int kc) {
    return kc * NR + LENGTH;
  }

  /** The {@code count} pixels from pixel {@code first} of a block of outputs. */
  void set(Lowering l, int first, int count) {
    runs = 0;
    for (int done = 0; done < count; done += length[runs++]) {
      int row = (first + done) / l.outColumns;
      int column = (first + done) % l.outColumns;
      from[runs] = row * l.rowStride * l.rowPitch + column;
      to[runs] = done;
      length[runs] = Math.min(l.outColumns - column, count - done);
    }
  }

  /**
   * Packs rows [product, product + kc) of B. Whole vectors are copied: what a run leaves beyond its
   * end the next one overwrites, and columns beyond the last pixel are nobody's.
   */
  void pack(Lowering l, int product, int kc, float[] image, float[] panel) {
    for (int p = 0; p < kc; p++) {
      int offset = l.imageOffset[product + p];
      for (int run = 0; run < runs; run++) {
        int src = offset + from[run];
        int dst = p * NR + to[run];
        for (int i = 0; i < length[run]; i += LENGTH) {
          FloatVector.fromArray(F, image, src + i).intoArray(panel, dst + i);
        }
      }
    }
  }
}
