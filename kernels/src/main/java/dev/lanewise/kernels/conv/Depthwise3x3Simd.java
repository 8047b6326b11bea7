package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.I;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * A plane filtered by one 3 x 3 kernel, a vector of columns at a time from row to row: each row of
 * the source is read once, where it lies, and adds to the three outputs that see it. What lies
 * around the source is blended out, so no padded copy is made, which took half as long again.
 */
final class Depthwise3x3Simd {
  private static final IntVector LANES = IntVector.zero(I).addIndex(1);

  private Depthwise3x3Simd() {}

  /**
   * Row r of the output is bias + sum over taps (i, j), in order, of w[3 * i + j] * column (x +
   * shift + j * direction) of source row r + i.
   *
   * @param source row r is from {@code start + r * pitch}; a vector beyond its ends may be read
   * @param begin rows before this one are zeros
   * @param end rows from this one are zeros
   * @param sourceColumns of the source; around it there are zeros
   * @param firstColumn of the output, from which on the columns are done
   * @param columns of the output, at least a vector
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
      int firstColumn,
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
    FloatVector b = FloatVector.broadcast(F, bias);
    FloatVector zero = FloatVector.zero(F);
    for (int column = firstColumn; column < columns; column += LENGTH) {
      // The last vector may cover some columns again.
      int x = Math.min(column, columns - LENGTH);
      int x0 = x + shift;
      int x1 = x0 + direction;
      int x2 = x1 + direction;
      VectorMask<Float> m0 = LANES.add(x0).compare(VectorOperators.ULT, sourceColumns).cast(F);
      VectorMask<Float> m1 = LANES.add(x1).compare(VectorOperators.ULT, sourceColumns).cast(F);
      VectorMask<Float> m2 = LANES.add(x2).compare(VectorOperators.ULT, sourceColumns).cast(F);
      int s0 = start + x0;
      int s1 = start + x1;
      int s2 = start + x2;
      int at = to + x - 2 * rowStep;
      FloatVector last = zero; // two rows of taps are in it,
      FloatVector next = zero; // and one in this
      for (int r = 0; r < rows + 2; r++) {
        FloatVector v0 = zero;
        FloatVector v1 = zero;
        FloatVector v2 = zero;
        if (r >= begin && r < end) {
          v0 = v0.blend(FloatVector.fromArray(F, source, s0 + r * pitch), m0);
          v1 = v1.blend(FloatVector.fromArray(F, source, s1 + r * pitch), m1);
          v2 = v2.blend(FloatVector.fromArray(F, source, s2 + r * pitch), m2);
        }
        FloatVector y = v2.fma(w8, v1.fma(w7, v0.fma(w6, last)));
        last = v2.fma(w5, v1.fma(w4, v0.fma(w3, next)));
        next = v2.fma(w2, v1.fma(w1, v0.fma(w0, zero)));
        if (r >= 2) {
          y.add(b).intoArray(out, at + r * rowStep);
        }
      }
    }
  }
}
