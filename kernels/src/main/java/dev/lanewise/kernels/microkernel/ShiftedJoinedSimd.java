package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.microkernel.MicroKernel.MR;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;
import jdk.incubator.vector.FloatVector;

/**
 * {@link ShiftedProduct} of many rows: copies B into a panel of {@link MicroKernel}'s width at a
 * time, so that it stays in L1 for all rows. A panel's columns are pieces of runs, one behind the
 * other.
 */
final class ShiftedJoinedSimd extends ShiftedProduct {
  private static final Scratch PANEL = new Scratch();
  private static final Scratch EDGE = new Scratch();

  /** Vectors of a panel: where they begin in b, but for a shift, and in a row of the panel. */
  private final int[] piece = new int[NR];

  private final int[] place = new int[NR];
  private int pieces;

  @Override
  void multiply(
      int rows, int firstRow, int endRow, int aOffset, boolean small, int baseOffset, int cOffset) {
    Slice slice = PANEL.slice(kc * NR + LENGTH);
    float[] panel = slice.array;
    int start = slice.at;
    int largest = 0;
    for (int p = 0; p < kc; p++) {
      largest = Math.max(largest, shifts[shift + p]);
    }
    int width;
    int column = 0; // of the run
    for (int run = 0; run < runs; ) {
      width = pieces(run, column);
      pack(panel, start, largest);
      boolean neighbours = neighbours(run, column + width);
      for (int row = firstRow; row < endRow; row += MR) {
        int height = Math.min(MR, endRow - row);
        int from = aOffset + row * kc;
        int baseAt = baseOffset + row * baseLd;
        int at = cOffset + row * ldc;
        if (neighbours) {
          at += to[run] + column;
          baseAt += (to[run] + column) * baseStep;
          MicroKernel.tile(
              height, width, kc, a, from, panel, start, base, baseAt, baseLd, c, at, ldc);
        } else {
          apart(height, width, run, column, from, panel, start, baseAt, at);
        }
      }
      column += width;
      while (run < runs && column >= length[run]) {
        column -= length[run++];
      }
    }
  }

  /** Sets the pieces of the panel that begins with this column of a run; returns its width. */
  private int pieces(int run, int column) {
    pieces = 0;
    int width = 0;
    for (; width < NR && run < runs; run++, column = 0) {
      int n = Math.min(length[run] - column, NR - width);
      for (int i = 0; i < n; i += LENGTH) {
        piece[pieces] = from[run] + column + i;
        place[pieces++] = width + i;
      }
      width += n;
    }
    return width;
  }

  /**
   * What a vector takes too much the next one overwrites.
   *
   * @param largest of the shifts
   */
  private void pack(float[] panel, int start, int largest) {
    int last = largest;
    for (int i = 0; i < pieces; i++) {
      last = Math.max(last, largest + piece[i]);
    }
    if (last + LENGTH > b.length) {
      packCarefully(panel, start);
    } else if (pieces == 2) {
      pack2(panel, start);
    } else if (pieces == 3) {
      pack3(panel, start);
    } else {
      for (int p = 0; p < kc; p++) {
        int at = shifts[shift + p];
        for (int i = 0; i < pieces; i++) {
          FloatVector.fromArray(F, b, at + piece[i]).intoArray(panel, start + p * NR + place[i]);
        }
      }
    }
  }

  private void pack2(float[] panel, int start) {
    int f0 = piece[0];
    int f1 = piece[1];
    int t1 = place[1];
    for (int p = 0; p < kc; p++) {
      int at = shifts[shift + p];
      FloatVector.fromArray(F, b, at + f0).intoArray(panel, start + p * NR);
      FloatVector.fromArray(F, b, at + f1).intoArray(panel, start + p * NR + t1);
    }
  }

  private void pack3(float[] panel, int start) {
    int f0 = piece[0];
    int f1 = piece[1];
    int f2 = piece[2];
    int t1 = place[1];
    int t2 = place[2];
    for (int p = 0; p < kc; p++) {
      int at = shifts[shift + p];
      FloatVector.fromArray(F, b, at + f0).intoArray(panel, start + p * NR);
      FloatVector.fromArray(F, b, at + f1).intoArray(panel, start + p * NR + t1);
      FloatVector.fromArray(F, b, at + f2).intoArray(panel, start + p * NR + t2);
    }
  }

  /** Where a vector may reach beyond the end of b. */
  private void packCarefully(float[] panel, int start) {
    for (int p = 0; p < kc; p++) {
      int at = shifts[shift + p];
      for (int i = 0; i < pieces; i++) {
        int n = Math.min(LENGTH, b.length - at - piece[i]);
        System.arraycopy(b, at + piece[i], panel, start + p * NR + place[i], n);
      }
    }
  }

  /** A tile whose columns are not neighbours in c: by way of a scratch array. */
  private void apart(
      int height,
      int width,
      int run,
      int column,
      int from,
      float[] panel,
      int start,
      int baseAt,
      int at) {
    Slice slice = EDGE.slice(MR * NR);
    float[] edge = slice.array;
    int tile = slice.at;
    if (baseStep > 0) {
      scatter(false, height, width, run, column, edge, tile, base, baseAt, baseLd);
      MicroKernel.tile(height, NR, kc, a, from, panel, start, edge, tile, NR, edge, tile, NR);
    } else {
      MicroKernel.tile(height, NR, kc, a, from, panel, start, base, baseAt, baseLd, edge, tile, NR);
    }
    scatter(true, height, width, run, column, edge, tile, c, at, ldc);
  }

  /** Whether the columns up to {@code end} after the start of a run are neighbours in c. */
  private boolean neighbours(int run, int end) {
    for (; end > length[run]; run++) {
      if (to[run + 1] != to[run] + length[run]) {
        return false;
      }
      end -= length[run];
    }
    return true;
  }

  /** Copies a tile to its columns of a matrix, or from them. */
  private void scatter(
      boolean out,
      int height,
      int width,
      int run,
      int column,
      float[] tile,
      int tileAt,
      float[] matrix,
      int at,
      int ld) {
    for (int done = 0; done < width; run++, column = 0) {
      int n = Math.min(length[run] - column, width - done);
      for (int i = 0; i < height; i++) {
        int there = at + i * ld + to[run] + column;
        if (out) {
          System.arraycopy(tile, tileAt + i * NR + done, matrix, there, n);
        } else {
          System.arraycopy(matrix, there, tile, tileAt + i * NR + done, n);
        }
      }
      done += n;
    }
  }
}
