package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.InterleaveSimd;
import dev.lanewise.kernels.simd.RowsSimd;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;

/**
 * Copies a strip of a matrix into a panel, the order in which the microkernel reads it: {@code kc}
 * groups of {@code width} floats. Where the matrix ends the rest of a group is anything, for sums
 * that nobody reads. A panels are MR wide, B panels NR.
 */
public final class Pack {
  private static final Scratch RAGGED = new Scratch();
  private static final Scratch TURNED = new Scratch();

  private Pack() {}

  /** panel[p][j] = src[p][j], for a strip of {@code columns} columns and {@code kc} rows. */
  public static void straight(
      int kc, int columns, float[] src, int offset, int ld, int width, float[] panel, int to) {
    // Whole vectors as far as src goes; what one writes beyond its group the next group overwrites.
    int reach = tiles(columns, LENGTH) * LENGTH;
    int readable = src.length - offset - reach;
    int whole = readable < 0 ? 0 : Math.min(readable / ld + 1, reach > width ? kc - 1 : kc);
    RowsSimd.copy(whole, reach, src, offset, ld, panel, to, width);
    for (int p = whole; p < kc; p++) {
      for (int j = 0; j < columns; j++) {
        panel[to + p * width + j] = src[offset + p * ld + j];
      }
    }
  }

  /** panel[p][i] = src[i][p], for a strip of {@code rows} rows and {@code kc} columns. */
  public static void transposed(
      int kc, int rows, float[] src, int offset, int ld, int width, float[] panel, int to) {
    int whole = kc - kc % LENGTH;
    int block = width == 4 || width == 8 ? width : LENGTH;
    // The last block first: what reaches beyond a group is overwritten by the next one.
    for (int done = (rows - 1) / block * block; done >= 0; done -= block) {
      int height = Math.min(block, rows - done);
      // Of a last square that reaches beyond the panel, only as many groups as lie in it with that.
      boolean spills = done + block > width && whole > 0;
      int end = spills ? whole - LENGTH : whole;
      int groups = spills ? (LENGTH * (width - 1) - done) / width + 1 : 0;
      int from = offset + done * ld;
      int at = to + done;
      boolean readable = from + (block - 1L) * ld + whole <= src.length;
      for (int p = 0; p < whole; p += LENGTH) {
        float[] square = src;
        int first = from + p;
        int pitch = ld;
        if (!readable) {
          Slice ragged = RAGGED.slice(16 * LENGTH);
          RowsSimd.copy(height, LENGTH, src, first, ld, ragged.array, ragged.at, LENGTH);
          square = ragged.array;
          first = ragged.at;
          pitch = LENGTH;
        }
        if (p < end) {
          interleave(block, square, first, pitch, panel, at + p * width, width);
        } else {
          Slice turned = TURNED.slice(LENGTH * LENGTH);
          InterleaveSimd.square(square, first, pitch, turned.array, turned.at, LENGTH);
          RowsSimd.copy(
              groups, LENGTH, turned.array, turned.at, LENGTH, panel, at + p * width, width);
        }
      }
      oneByOne(done, done + height, end + groups, kc, src, offset, ld, width, panel, to);
    }
  }

  private static void interleave(
      int block, float[] src, int at, int ld, float[] panel, int to, int width) {
    if (block == LENGTH) {
      InterleaveSimd.square(src, at, ld, panel, to, width);
    } else if (block == 8) {
      InterleaveSimd.eight(src, at, ld, panel, to, LENGTH);
    } else {
      InterleaveSimd.four(src, at, ld, panel, to, LENGTH);
    }
  }

  private static void oneByOne(
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      float[] src,
      int offset,
      int ld,
      int width,
      float[] panel,
      int to) {
    for (int p = fromColumn; p < toColumn; p++) {
      for (int i = fromRow; i < toRow; i++) {
        panel[to + p * width + i] = src[offset + i * ld + p];
      }
    }
  }
}
