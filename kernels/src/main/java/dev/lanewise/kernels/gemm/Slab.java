package dev.lanewise.kernels.gemm;

import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.microkernel.MicroKernel.MR;
import static dev.lanewise.kernels.microkernel.MicroKernel.NARROW;
import static dev.lanewise.kernels.microkernel.MicroKernel.NARROW_ROWS;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.microkernel.MicroKernel.ZEROS;
import static dev.lanewise.kernels.microkernel.MicroKernel.tileRows;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.microkernel.MicroKernel;
import dev.lanewise.kernels.microkernel.Pack;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;
import java.util.Arrays;

/**
 * A rectangle of C, computed in one thread: the loops of Goto and van de Geijn, "Anatomy of
 * High-Performance Matrix Multiplication" (2008), with a strip of A in the first cache and a block
 * of B in the second. What is used only a few times is not packed but read where it is.
 */
final class Slab {
  /** Columns of a block of KC rows of B: 512 KB at 512 bits, half of a usual second cache. */
  private static final int NC = 16 * NR;

  /** Tiles in a row, or in a column, from which on packing the operand they share pays. */
  private static final int PACKING_PAYS = 8;

  /** The same where rows of B are a {@link #BAD_STRIDE} apart. */
  private static final int BAD_STRIDE_PACKING_PAYS = 3;

  /** A stride of a multiple of this many floats maps its elements to few sets of a cache. */
  private static final int BAD_STRIDE = 256;

  /** Products of an element of C that are less work than writing it. */
  private static final int FEW_PRODUCTS = 16;

  /** Rows of a strip, at most. */
  private static final int MOST_ROWS = Math.max(MR, NARROW_ROWS);

  private static final Scratch PACKED_B = new Scratch();

  private GemmSimd call;
  private Slice packedB;
  private final Slice packedA = Slice.of(KC * MR);
  private final float[] columnBias = new float[MOST_ROWS * NR];

  // The rows of the slab and the columns of the current block.
  private int firstRow;
  private int rows;
  private int firstColumn;
  private int columns;
  private boolean narrow;
  private boolean asRows;

  // Where they are computed: in C, or where C has strided rows in a copy.
  private float[] c;
  private int cStart;
  private int ldc;
  private float[] copy = {};

  // The current block of k.
  private int p;
  private int kc;
  private int aStart;
  private int bStart;
  private boolean readsB;

  // What a tile is added to: element (i, j) of the block is base[baseStart + i * baseLd + j *
  // baseStep].
  private float[] base;
  private int baseStart;
  private int baseLd;
  private int baseStep;

  void compute(GemmSimd call, int firstRow, int rows, int from, int count) {
    this.call = call;
    this.firstRow = firstRow;
    this.rows = rows;
    int lead = lead(call, firstRow, from);
    int nc = blockColumns(call, rows);
    for (int j = 0; j < count; j += columns) {
      firstColumn = from + j;
      columns = Math.min(j < lead ? lead - j : nc, count - j);
      int rest = columns % NR;
      if (columns > NR && rest > 0 && narrow(call, rows, rest)) {
        columns -= rest; // a block of its own
      }
      block();
    }
    this.call = null;
    c = null;
    base = null;
  }

  /** The fewer the rows of B the more columns, unless there is to be a copy of so much of C. */
  private static int blockColumns(GemmSimd call, int rows) {
    if (turnsPanels(call, rows)) {
      return NR;
    }
    return call.cColumn == 1 ? KC / Math.clamp(call.k, 1, KC) * NC : NC;
  }

  /**
   * Whether a block of B is a single panel, which is transposed into the first cache: few rows use
   * it, and read in place they can be gone through again for each.
   */
  private static boolean turnsPanels(GemmSimd call, int rows) {
    boolean transposesB = call.packedB == null && call.bColumn != 1;
    boolean readsA = call.aColumn == 1 && call.k > FEW_PRODUCTS;
    return transposesB && readsA && rows <= PACKING_PAYS * MR;
  }

  /**
   * Columns before the first that begins a cache line, where few products make writing C the
   * greater work: a vector that lies across two lines takes several writes.
   */
  private static int lead(GemmSimd call, int row, int column) {
    boolean pays = call.k <= FEW_PRODUCTS && call.packedB == null;
    boolean alike = call.cColumn == 1 && call.cRow % LENGTH == 0;
    return pays && alike ? Slice.toLine(call.c, call.cOffset + row * call.cRow + column) : 0;
  }

  private void block() {
    narrow = narrow(call, rows, columns);
    readsB = readsB();
    asRows = narrow || (!packsA() && !readsB && panelsOfTiles());
    boolean straight = call.cColumn == 1;
    if (straight) {
      c = call.c;
      cStart = call.cOffset + firstRow * call.cRow + firstColumn;
      ldc = call.cRow;
    } else {
      if (copy.length < rows * columns) {
        copy = new float[rows * columns];
      }
      c = copy;
      cStart = 0;
      ldc = columns;
      if (call.beta != 0) {
        copyC(true);
      }
    }
    for (p = 0; p < call.k; p += KC) {
      kc = Math.min(KC, call.k - p);
      aStart = call.aOffset + firstRow * call.aRow + p * call.aColumn;
      bStart = call.bOffset + p * call.bRow + firstColumn * call.bColumn;
      if (call.packedB == null) {
        packB();
      }
      int height;
      for (int i = 0; i < rows; i += height) {
        height = Math.min(stripRows(rows - i), rows - i);
        chooseBase(p == 0, i);
        strip(i, height);
      }
    }
    if (!straight) {
      copyC(false);
    }
  }

  /** Whether a slab of this size is one column of tiles of {@link MicroKernel#narrow}. */
  static boolean narrow(GemmSimd call, int rows, int columns) {
    return call.aColumn == 1 && columns <= NARROW && rows > NARROW_ROWS / 2;
  }

  /**
   * What a row is against a column where slabs of as many rows are to be cut so that they repeat
   * little: those above each other pack the same B, those beside each other only read the same A.
   * Where few products make writing C the greater work, those beside each other share its lines.
   */
  static double rowWeight(GemmSimd call, int rows) {
    if (call.k <= FEW_PRODUCTS) {
      return 4;
    }
    boolean packsB = call.packedB == null && (call.bColumn != 1 || rows / 2 > PACKING_PAYS * MR);
    return packsB && call.aColumn == 1 ? 0.25 : 1;
  }

  private int stripRows(int left) {
    return narrow ? NARROW_ROWS : asRows ? tileRows(left) : MR;
  }

  /** Copies the block from C, or to it; C's columns are its rows. */
  private void copyC(boolean from) {
    for (int j = 0; j < columns; j++) {
      int at = call.cOffset + firstRow * call.cRow + (firstColumn + j) * call.cColumn;
      for (int i = 0; i < rows; i++) {
        if (from) {
          copy[i * columns + j] = call.c[at + i * call.cRow];
        } else {
          call.c[at + i * call.cRow] = copy[i * columns + j];
        }
      }
    }
  }

  /** Whether A is packed whatever becomes of B. */
  private boolean packsA() {
    return call.aColumn != 1 || (call.k <= FEW_PRODUCTS && columns >= PACKING_PAYS * NR);
  }

  /** Not so where a panel that was packed before is of a single vector's width. */
  private boolean panelsOfTiles() {
    return call.packedB == null || call.packedB.width(firstColumn + columns - 1) == NR;
  }

  /**
   * Whether B is read where it lies. Tiles but for narrow ones read A in place only beside panels
   * of B, so then A is packed, which takes the time of packing three times as much of B: 24x200x300
   * loses a tenth by it on G1, and gains nine tenths where loops are not strip-mined.
   */
  private boolean readsB() {
    if (call.packedB != null || call.bColumn != 1) {
      return false;
    }
    if (narrow) {
      return columns == NARROW && call.bRow == NARROW;
    }
    boolean badStride = call.bRow % BAD_STRIDE == 0;
    boolean few = rows <= (badStride ? BAD_STRIDE_PACKING_PAYS : PACKING_PAYS) * MR;
    return few && (packsA() || columns > 3 * rows);
  }

  /** Packs the block of B; if it is to be read in place, only the strip that C cuts off. */
  private void packB() {
    int width = narrow ? NARROW : NR;
    packedB = PACKED_B.slice(tiles(columns, width) * width * kc);
    for (int j = readsB ? columns - columns % width : 0; j < columns; j += width) {
      int strip = Math.min(width, columns - j);
      if (call.bColumn == 1) {
        Pack.straight(
            kc, strip, call.b, bStart + j, call.bRow, width, packedB.array, packedB.at + j * kc);
      } else {
        int at = bStart + j * call.bColumn;
        Pack.transposed(
            kc, strip, call.b, at, call.bColumn, width, packedB.array, packedB.at + j * kc);
      }
    }
  }

  /** A row of tiles. */
  private void strip(int i, int height) {
    PackedB panels = call.packedB;
    float[] a = call.a;
    int at = aStart + i * call.aRow;
    int lda = call.aRow;
    if (!asRows) {
      if (call.aColumn == 1) {
        Pack.transposed(kc, height, a, at, lda, MR, packedA.array, packedA.at);
      } else {
        Pack.straight(kc, height, a, at, call.aColumn, MR, packedA.array, packedA.at);
      }
      a = packedA.array;
      at = packedA.at;
    }
    if (narrow) {
      float[] b = panels != null ? panels.floats.array : readsB ? call.b : packedB.array;
      int bAt = panels != null ? panels.at(p, firstColumn) : readsB ? bStart : packedB.at;
      int cAt = cStart + i * ldc;
      MicroKernel.narrow(
          height, columns, kc, a, at, lda, b, bAt, base, baseStart, baseLd, c, cAt, ldc);
      return;
    }
    for (int j = 0; j < columns; j += NR) {
      int width = Math.min(NR, columns - j);
      float[] b = call.b;
      int bAt;
      int bStep = NR;
      if (panels != null) {
        b = panels.floats.array;
        bAt = panels.at(p, firstColumn + j);
        bStep = panels.width(firstColumn + j);
      } else if (readsB && width == NR) {
        bAt = bStart + j;
        bStep = call.bRow;
      } else {
        b = packedB.array;
        bAt = packedB.at + j * kc;
      }
      int baseAt = baseStart + j * baseStep;
      int cAt = cStart + i * ldc + j;
      if (asRows) {
        MicroKernel.rows(height, width, kc, a, at, lda, b, bAt, base, baseAt, baseLd, c, cAt, ldc);
      } else {
        MicroKernel.tile(
            height, width, kc, a, at, b, bAt, bStep, base, baseAt, baseLd, c, cAt, ldc);
      }
    }
  }

  /** What the tiles of the strip that starts at row i of the slab are added to. */
  private void chooseBase(boolean first, int i) {
    if (!first || call.beta != 0) {
      base = c;
      baseStart = cStart + i * ldc;
      baseLd = ldc;
      baseStep = 1;
    } else if (call.bias == null) {
      base = ZEROS;
      baseStart = 0;
      baseLd = 0;
      baseStep = 0;
    } else if (call.bias == Bias.ROW) {
      base = call.biasValues;
      baseStart = call.biasOffset + firstColumn;
      baseLd = 0;
      baseStep = 1;
    } else {
      // Each value repeated, so that a tile reads it as it reads any other base.
      base = columnBias;
      baseStart = 0;
      baseLd = NR;
      baseStep = 0;
      for (int row = i; row < Math.min(rows, i + MOST_ROWS); row++) {
        float value = call.biasValues[call.biasOffset + firstRow + row];
        Arrays.fill(columnBias, (row - i) * NR, (row - i + 1) * NR, value);
      }
    }
  }
}
