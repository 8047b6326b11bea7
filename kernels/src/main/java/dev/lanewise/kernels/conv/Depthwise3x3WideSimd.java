package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.I;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static dev.lanewise.kernels.simd.Lanes.REGISTERS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * {@link Depthwise3x3Simd} by four vectors of a row at a time, for 32 vector registers: memory is
 * read nearly in order (128 planes of 56 x 56 take 118 us instead of 164). The inner two must see
 * nothing but the source.
 */
final class Depthwise3x3WideSimd {
  private static final int WIDTH = 4 * LENGTH;

  /** All bits of lanes within the source, whose ends are LENGTH and 2 * LENGTH. */
  private static final int[] KEEP = new int[3 * LENGTH];

  static {
    Arrays.fill(KEEP, LENGTH, 2 * LENGTH, -1);
  }

  private Depthwise3x3WideSimd() {}

  /** The columns, from the first on, to do so; the parameters are those of {@link #run}. */
  static int columns(int shift, int direction, int sourceColumns, int columns) {
    int vectors = tiles(columns, LENGTH);
    int passes = vectors == 3 ? 0 : (vectors + 1) / 4; // the last may do a vector again
    if (REGISTERS < 32 || passes == 0) {
      return 0;
    }
    int least = Math.min(shift, shift + 2 * direction);
    int innerEnd = start((passes - 1) * WIDTH, columns) + 3 * LENGTH;
    boolean inside = LENGTH + least >= 0 && innerEnd + least + 2 <= sourceColumns;
    return inside ? Math.min(passes * WIDTH, columns) : 0;
  }

  /** Where the pass begins that is to do this column. */
  private static int start(int column, int columns) {
    return Math.clamp(columns - WIDTH, 0, column);
  }

  /** Which lanes to keep of a vector that begins with this column: an offset in {@link #KEEP}. */
  private static int left(int column) {
    return LENGTH + Math.clamp(column, -LENGTH, 0);
  }

  /** The same of one that begins so many columns from the source's right end. */
  private static int right(int column) {
    return LENGTH + Math.clamp(column + LENGTH, 0, LENGTH);
  }

  /**
   * As {@link Depthwise3x3Simd#run}, all columns before {@code endColumn}, which {@link #columns}
   * tells.
   */
  static void run(
      float[] w,
      int wo,
      float bias,
      float[] source,
      int start,
      int pitch,
      int begin,
      int end,
      int shift,
      int direction,
      int sourceColumns,
      int rows,
      int endColumn,
      int columns,
      float[] out,
      int to,
      int rowStep) {
    FloatVector w0 = FloatVector.broadcast(F, w[wo]);
    FloatVector w1 = FloatVector.broadcast(F, w[wo + 1]);
    FloatVector w2 = FloatVector.broadcast(F, w[wo + 2]);
    FloatVector w3 = FloatVector.broadcast(F, w[wo + 3]);
    FloatVector w4 = FloatVector.broadcast(F, w[wo + 4]);
    FloatVector w5 = FloatVector.broadcast(F, w[wo + 5]);
    FloatVector w6 = FloatVector.broadcast(F, w[wo + 6]);
    FloatVector w7 = FloatVector.broadcast(F, w[wo + 7]);
    FloatVector w8 = FloatVector.broadcast(F, w[wo + 8]);
    FloatVector bias0 = FloatVector.broadcast(F, bias);
    FloatVector zero = FloatVector.zero(F);
    for (int column = 0; column < endColumn; column += WIDTH) {
      int x = start(column, columns);
      int first = x + shift;
      // The last vector may cover some columns again.
      int lastStep = Math.min(3 * LENGTH, columns - LENGTH - x);
      IntVector left0 = IntVector.fromArray(I, KEEP, left(first));
      IntVector left1 = IntVector.fromArray(I, KEEP, left(first + direction));
      IntVector left2 = IntVector.fromArray(I, KEEP, left(first + 2 * direction));
      IntVector right0 = IntVector.fromArray(I, KEEP, right(first + lastStep - sourceColumns));
      IntVector right1 =
          IntVector.fromArray(I, KEEP, right(first + lastStep + direction - sourceColumns));
      IntVector right2 =
          IntVector.fromArray(I, KEEP, right(first + lastStep + 2 * direction - sourceColumns));
      int from = start + first;
      int at = to + x - 2 * rowStep;
      FloatVector last0 = zero; // two rows of taps are in it,
      FloatVector next0 = zero; // and one in this
      FloatVector last1 = zero;
      FloatVector next1 = zero;
      FloatVector last2 = zero;
      FloatVector next2 = zero;
      FloatVector last3 = zero;
      FloatVector next3 = zero;
      for (int r = 0; r < rows + 2; r++) {
        int s0 = from + r * pitch;
        int s1 = s0 + direction;
        int s2 = s1 + direction;
        int row = at + r * rowStep;

        // One vector after the other, so that few are held at a time, and each sum outside of the
        // branch that stores it: the other way round C2's code takes four times as long.
        FloatVector a0 = zero;
        FloatVector b0 = zero;
        FloatVector c0 = zero;
        if (r >= begin && r < end) {
          a0 =
              FloatVector.fromArray(F, source, s0)
                  .reinterpretAsInts()
                  .and(left0)
                  .reinterpretAsFloats();
          b0 =
              FloatVector.fromArray(F, source, s1)
                  .reinterpretAsInts()
                  .and(left1)
                  .reinterpretAsFloats();
          c0 =
              FloatVector.fromArray(F, source, s2)
                  .reinterpretAsInts()
                  .and(left2)
                  .reinterpretAsFloats();
        }
        FloatVector y0 = c0.fma(w8, b0.fma(w7, a0.fma(w6, last0)));
        last0 = c0.fma(w5, b0.fma(w4, a0.fma(w3, next0)));
        next0 = c0.fma(w2, b0.fma(w1, a0.fma(w0, zero)));
        if (r >= 2) {
          y0.add(bias0).intoArray(out, row);
        }

        FloatVector a1 = zero;
        FloatVector b1 = zero;
        FloatVector c1 = zero;
        if (r >= begin && r < end) {
          a1 = FloatVector.fromArray(F, source, s0 + LENGTH);
          b1 = FloatVector.fromArray(F, source, s1 + LENGTH);
          c1 = FloatVector.fromArray(F, source, s2 + LENGTH);
        }
        FloatVector y1 = c1.fma(w8, b1.fma(w7, a1.fma(w6, last1)));
        last1 = c1.fma(w5, b1.fma(w4, a1.fma(w3, next1)));
        next1 = c1.fma(w2, b1.fma(w1, a1.fma(w0, zero)));
        if (r >= 2) {
          y1.add(bias0).intoArray(out, row + LENGTH);
        }

        FloatVector a2 = zero;
        FloatVector b2 = zero;
        FloatVector c2 = zero;
        if (r >= begin && r < end) {
          a2 = FloatVector.fromArray(F, source, s0 + 2 * LENGTH);
          b2 = FloatVector.fromArray(F, source, s1 + 2 * LENGTH);
          c2 = FloatVector.fromArray(F, source, s2 + 2 * LENGTH);
        }
        FloatVector y2 = c2.fma(w8, b2.fma(w7, a2.fma(w6, last2)));
        last2 = c2.fma(w5, b2.fma(w4, a2.fma(w3, next2)));
        next2 = c2.fma(w2, b2.fma(w1, a2.fma(w0, zero)));
        if (r >= 2) {
          y2.add(bias0).intoArray(out, row + 2 * LENGTH);
        }

        FloatVector a3 = zero;
        FloatVector b3 = zero;
        FloatVector c3 = zero;
        if (r >= begin && r < end) {
          a3 =
              FloatVector.fromArray(F, source, s0 + lastStep)
                  .reinterpretAsInts()
                  .and(right0)
                  .reinterpretAsFloats();
          b3 =
              FloatVector.fromArray(F, source, s1 + lastStep)
                  .reinterpretAsInts()
                  .and(right1)
                  .reinterpretAsFloats();
          c3 =
              FloatVector.fromArray(F, source, s2 + lastStep)
                  .reinterpretAsInts()
                  .and(right2)
                  .reinterpretAsFloats();
        }
        FloatVector y3 = c3.fma(w8, b3.fma(w7, a3.fma(w6, last3)));
        last3 = c3.fma(w5, b3.fma(w4, a3.fma(w3, next3)));
        next3 = c3.fma(w2, b3.fma(w1, a3.fma(w0, zero)));
        if (r >= 2) {
          y3.add(bias0).intoArray(out, row + lastStep);
        }
      }
    }
  }
}
