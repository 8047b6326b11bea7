package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.OUT;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.I;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;
import static dev.lanewise.kernels.simd.Strides2Simd.ZIP_HIGH;
import static dev.lanewise.kernels.simd.Strides2Simd.ZIP_LOW;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.lanewise.kernels.simd.Slice;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/** Max pooling of 2 x 2 within tiles of outputs, before these are put in order. */
final class WinogradPoolSimd {
  private WinogradPoolSimd() {}

  /**
   * Pools a vector of tiles to two rows of two columns each, side by side.
   *
   * @param outputs without the bias, [OUT, OUT, LENGTH]; the greatest take their place
   * @param floor the least output
   * @param width pixels of a row of the image
   * @param winners where the greatest were, from the first pixel of their tile on: [4, LENGTH]
   * @param to the first of the two rows, which are {@code pitch} apart
   */
  static void pool(
      Slice outputs,
      float bias,
      float floor,
      int width,
      int[] winners,
      float[] dst,
      int to,
      int pitch) {
    for (int window = 0; window < 4; window++) {
      int row = window / 2 * 2;
      int column = window % 2 * 2;
      int upper = outputs.at + (row * OUT + column) * LENGTH;
      int pixel = row * width + column;
      int at = window * LENGTH;
      window(outputs.array, upper, bias, floor, outputs.at + at, pixel, width, winners, at);
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

  /** Puts the winners of a vector of tiles into two rows as {@link #pool} does the greatest. */
  static void places(int[] winners, int[] first, int tile, int[] dst, int to, int pitch) {
    IntVector pixel = IntVector.fromArray(I, first, tile);
    for (int i = 0; i < 2; i++) {
      IntVector left = IntVector.fromArray(I, winners, 2 * i * LENGTH).add(pixel);
      IntVector right = IntVector.fromArray(I, winners, (2 * i + 1) * LENGTH).add(pixel);
      int row = to + i * pitch;
      ZIP_LOW.selectFrom(left, right).intoArray(dst, row);
      ZIP_HIGH.selectFrom(left, right).intoArray(dst, row + LENGTH);
    }
  }

  /**
   * Of two the first wins, unless the second is greater or a NaN beside a number; where none is
   * above the floor, the first of all.
   */
  private static void window(
      float[] outputs,
      int upper,
      float bias,
      float floor,
      int to,
      int pixel,
      int width,
      int[] winners,
      int at) {
    int lower = upper + OUT * LENGTH;
    FloatVector b = FloatVector.broadcast(F, bias);
    FloatVector f = FloatVector.broadcast(F, floor);
    FloatVector v00 = FloatVector.fromArray(F, outputs, upper).add(b);
    FloatVector v01 = FloatVector.fromArray(F, outputs, upper + LENGTH).add(b);
    FloatVector v10 = FloatVector.fromArray(F, outputs, lower).add(b);
    FloatVector v11 = FloatVector.fromArray(F, outputs, lower + LENGTH).add(b);
    VectorMask<Float> left0 = v01.compare(LE, v00).or(v00.compare(NE, v00));
    VectorMask<Float> left1 = v11.compare(LE, v10).or(v10.compare(NE, v10));
    FloatVector v0 = v01.blend(v00, left0);
    FloatVector v1 = v11.blend(v10, left1);
    VectorMask<Float> above = v1.compare(LE, v0).or(v0.compare(NE, v0));
    FloatVector v = v1.blend(v0, above);
    VectorMask<Float> none = v.compare(LE, f);
    v.blend(f, none).intoArray(outputs, to);
    IntVector first = IntVector.broadcast(I, pixel);
    IntVector place0 = first.add(1).blend(first, left0.cast(I));
    IntVector place1 = first.add(width + 1).blend(first.add(width), left1.cast(I));
    place1.blend(place0, above.cast(I)).blend(first, none.cast(I)).intoArray(winners, at);
  }
}
