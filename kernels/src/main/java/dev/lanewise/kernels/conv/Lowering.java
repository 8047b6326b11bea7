package dev.lanewise.kernels.conv;

import dev.lanewise.kernels.simd.Lanes;

/**
 * A convolution seen as the product C = A * B (implicit GEMM, compare Chellapilla et al. 2006): A:
 * [rows, products] are the weights, B: [products, pixels] is the image as the kernel taps see it.
 * Product r belongs to one source plane and one tap; row r of B is the image copy ({@link
 * PaddedImage}), shifted by {@code imageOffset[r]}.
 *
 * <p>The gradient by the input is such a product too, of dy with the weights the other way round.
 * With strides it falls into phases: pixels whose row and column leave the same rest modulo the
 * strides meet the same taps, and are written that far apart.
 *
 * <p>An instance is set anew for each shape and keeps its tables.
 */
final class Lowering {
  /** Output pixels of a part, about: enough to use packed weights well, few enough to share out. */
  private static final int PART_PIXELS = 256;

  int rows;
  int sources;
  int taps;
  int products;

  // The image read: its size, what lies around it, steps from one output to the next.
  int sourceHeight;
  int sourceWidth;
  boolean mirror;
  int rowStride;
  int columnStride;

  // The pixels written: a grid, cut into blocks of whole rows.
  int outRows;
  int outColumns;
  int firstRow;
  int firstColumn;
  int rowStep;
  int columnStep;
  int blockRows;
  int blocks;

  // The copy of the image: columns split by their rest modulo the column stride.
  int topmost;
  int leftmost;
  int imageRows;
  int pitch;
  int rowPitch;
  int imageSize;

  // Weight of (row, product): row * weightRowStep + weightOffset[product], within a group.
  int weightRowStep;
  int weightSourceStep;

  int[] imageOffset = new int[0];
  int[] weightOffset = new int[0];
  private int[] tapRow = new int[0];
  private int[] tapColumn = new int[0];
  private int[] tapWeight = new int[0];

  /** y from x; the image copy holds as many rows as {@code blockRows} outputs see. */
  void forward(Conv2dShape s, boolean wholeImage) {
    rows = s.filters() / s.groups();
    sources = s.channels() / s.groups();
    sourceHeight = s.height();
    sourceWidth = s.width();
    mirror = s.padding() == Padding.MIRROR;
    rowStride = s.strideHeight();
    columnStride = s.strideWidth();
    outRows = s.outputHeight();
    outColumns = s.outputWidth();
    firstRow = 0;
    firstColumn = 0;
    rowStep = 1;
    columnStep = 1;
    weightSourceStep = s.kernelHeight() * s.kernelWidth();
    weightRowStep = sources * weightSourceStep;
    startTaps(s);
    for (int ky = 0; ky < s.kernelHeight(); ky++) {
      for (int kx = 0; kx < s.kernelWidth(); kx++) {
        addTap(
            ky * s.dilationHeight() - s.padTop(),
            kx * s.dilationWidth() - s.padLeft(),
            ky * s.kernelWidth() + kx);
      }
    }
    lay(wholeImage ? outRows : PART_PIXELS / outColumns);
  }

  /** dx from dy, of the pixels (phaseRow + i * strideHeight, phaseColumn + j * strideWidth). */
  void inputGradient(Conv2dShape s, int phaseRow, int phaseColumn) {
    rows = s.channels() / s.groups();
    sources = s.filters() / s.groups();
    sourceHeight = s.outputHeight();
    sourceWidth = s.outputWidth();
    mirror = false;
    rowStride = 1;
    columnStride = 1;
    rowStep = s.strideHeight();
    columnStep = s.strideWidth();
    outRows = (s.height() - phaseRow + rowStep - 1) / rowStep;
    outColumns = (s.width() - phaseColumn + columnStep - 1) / columnStep;
    firstRow = phaseRow;
    firstColumn = phaseColumn;
    weightRowStep = s.kernelHeight() * s.kernelWidth();
    weightSourceStep = rows * weightRowStep;
    startTaps(s);
    for (int ky = 0; ky < s.kernelHeight(); ky++) {
      for (int kx = 0; kx < s.kernelWidth(); kx++) {
        int down = phaseRow + s.padTop() - ky * s.dilationHeight();
        int across = phaseColumn + s.padLeft() - kx * s.dilationWidth();
        if (down % rowStep == 0 && across % columnStep == 0) {
          addTap(down / rowStep, across / columnStep, ky * s.kernelWidth() + kx);
        }
      }
    }
    lay(PART_PIXELS / Math.max(1, outColumns));
  }

  private void startTaps(Conv2dShape s) {
    taps = 0;
    int most = s.kernelHeight() * s.kernelWidth();
    if (tapRow.length < most) {
      tapRow = new int[most];
      tapColumn = new int[most];
      tapWeight = new int[most];
    }
  }

  private void addTap(int row, int column, int weight) {
    tapRow[taps] = row;
    tapColumn[taps] = column;
    tapWeight[taps] = weight;
    taps++;
  }

  private void lay(int aboutRows) {
    products = sources * taps;
    blockRows = Math.clamp(aboutRows, 1, Math.max(1, outRows));
    blocks = (outRows + blockRows - 1) / blockRows;
    topmost = least(tapRow);
    leftmost = least(tapColumn);
    imageRows = (blockRows - 1) * rowStride + most(tapRow) - topmost + 1;
    pitch =
        (Math.max(0, outColumns - 1) * columnStride + most(tapColumn) - leftmost) / columnStride
            + 1;
    rowPitch = pitch * columnStride;
    // Packing copies whole vectors and may read beyond the last pixel.
    imageSize = sources * imageRows * rowPitch + Lanes.LENGTH;
    if (imageOffset.length < products) {
      imageOffset = new int[products];
      weightOffset = new int[products];
    }
    for (int r = 0; r < products; r++) {
      int tap = r % taps;
      int column = tapColumn[tap] - leftmost;
      imageOffset[r] =
          (r / taps * imageRows + tapRow[tap] - topmost) * rowPitch
              + column % columnStride * pitch
              + column / columnStride;
      weightOffset[r] = r / taps * weightSourceStep + tapWeight[tap];
    }
  }

  private int least(int[] values) {
    int least = taps == 0 ? 0 : values[0];
    for (int t = 1; t < taps; t++) {
      least = Math.min(least, values[t]);
    }
    return least;
  }

  private int most(int[] values) {
    int most = taps == 0 ? 0 : values[0];
    for (int t = 1; t < taps; t++) {
      most = Math.max(most, values[t]);
    }
    return most;
  }
}
