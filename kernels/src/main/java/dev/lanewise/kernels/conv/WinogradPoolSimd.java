package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.OUT;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static dev.lanewise.kernels.simd.Strides2Simd.ZIP_HIGH;
import static dev.lanewise.kernels.simd.Strides2Simd.ZIP_LOW;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.lanewise.kernels.simd.Slice;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Max pooling of 2 x 2 within tiles of outputs, before these are put in order. */
final class WinogradPoolSimd {
  private WinogradPoolSimd() {}

  /**
   * Pools a vector of tiles to two rows of two columns each, side by side.
   *
   * @param outputs without the bias, [OUT, OUT, LENGTH]; winners take their place
   * @param floor the least output
   * @param to the first of the two rows, which are {@code pitch} apart
   */
  static void pool(Slice outputs, float bias, float floor, float[] dst, int to, int pitch) {
    for (int window = 0; window < 4; window++) {
      int upper = outputs.at + (window / 2 * 2 * OUT + window % 2 * 2) * LENGTH;
      winners(
          outputs.array, upper, upper + OUT * LENGTH, bias, floor, outputs.at + window * LENGTH);
    }
    for (int i = 0; i < 2; i++) {
      int at = outputs.at + 2 * i * LENGTH;
      IntVector left = FloatVector.fromArray(F, outputs.array, at).reinterpretAsInts();
      IntVector right = FloatVector.fromArray(F, outputs.array, at + LENGTH).reinterpretAsInts();
      int row = to + i * pitch;
      ZIP_LOW.selectFrom(left, right).reinterpretAsFloats().intoArray(dst, row);
      ZIP_HIGH.selectFrom(left, right).reinterpretAsFloats().intoArray(dst, row + LENGTH);
    }
  }

  /** Of two the first wins, unless the second is greater or a NaN beside a number. */
  private static void winners(
      float[] outputs, int upper, int lower, float bias, float floor, int to) {
    FloatVector b = FloatVector.broadcast(F, bias);
    FloatVector f = FloatVector.broadcast(F, floor);
    FloatVector v00 = FloatVector.fromArray(F, outputs, upper).add(b);
    FloatVector v01 = FloatVector.fromArray(F, outputs, upper + LENGTH).add(b);
    FloatVector v10 = FloatVector.fromArray(F, outputs, lower).add(b);
    FloatVector v11 = FloatVector.fromArray(F, outputs, lower + LENGTH).add(b);
    FloatVector v0 = v01.blend(v00, v01.compare(LE, v00).or(v00.compare(NE, v00)));
    FloatVector v1 = v11.blend(v10, v11.compare(LE, v10).or(v10.compare(NE, v10)));
    FloatVector v = v1.blend(v0, v1.compare(LE, v0).or(v0.compare(NE, v0)));
    v.blend(f, v.compare(LE, f)).intoArray(outputs, to);
  }
}
