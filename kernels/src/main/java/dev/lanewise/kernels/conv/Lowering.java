package dev.lanewise.kernels.conv;

import dev.lanewise.kernels.microkernel.MicroKernel;
import dev.lanewise.kernels.microkernel.ShiftedProduct;
import dev.lanewise.kernels.simd.Lanes;

/**
 * A convolution seen as the product C = A * B (implicit GEMM, compare Chellapilla et al. 2006): A:
 * [rows, products] are the weights, B: [products, pixels] is the image as the kernel taps see it.
 * Product r belongs to one source plane and one tap; row r of B is the image, shifted by {@code
 * imageOffset[r]}. The image is read where it lies; or, with padding or strides, as a {@link
 * PaddedImage}; where few rows are multiplied and vectors of one output row would waste many lanes,
 * from {@link ColumnViewsSimd}.
 *
 * <p>The gradient by the input is such a product too, of dy with the weights the other way round.
 * With strides it falls into phases: pixels whose row and column leave the same rest modulo the
 * strides meet the same taps, and are written that far apart.
 *
 * <p>An instance is set anew for each shape and keeps its tables.
 */
final class Lowering {
  /** Output pixels of a part, about: enough to use packed weights well, few enough to share out. */
  private static final int PART_PIXELS = 512;

  private static final int SMALL = 6400;

  int rows;
  int sources;
  int taps;
  int products;

  // The image read: its size, what lies around it, steps from one output to the next.
  int sourceHeight;
  int sourceWidth;
  Padding padding;
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

  // The image read: planes of rows of columns, sorted by their rest modulo the column stride.
  boolean copied;
  int topmost;
  int leftmost;
  private int lowest;
  private int rightmost;
  private int columns;
  int imageRows;
  int pitch;
  int rowPitch;
  int planePitch;
  int imageSize;

  // Its views, one for each column of taps.
  boolean viewed;
  int views;
  int[] viewColumn = new int[0];
  int viewRows;
  int viewSize;

  /** Whether what a block reads stays in half the L1 cache. */
  boolean small;

  /** Whether the pixels of a block are one run of neighbours; else each output row is. */
  boolean oneRun;

  // Weight of (row, product): row * weightRowStep + weightOffset[product], within a group.
  int weightRowStep;
  int weightSourceStep;

  /** Whether the weights of successive products are neighbours. */
  boolean weightsInOrder;

  int[] imageOffset = new int[0];
  int[] weightOffset = new int[0];
  private int[] tapRow = new int[0];
  private int[] tapColumn = new int[0];
  private int[] tapWeight = new int[0];

  /** y from x, in blocks for so many threads. */
  void forward(Conv2dShape s, int threads) {
    takeForward(s);
    lay(partRows(outRows, outColumns, s.batch() * s.groups(), threads));
    chooseImage();
  }

  /** As what the taps see of x, from padded copies for some output rows each. */
  void weightGradient(Conv2dShape s, int rowsOfBlock) {
    takeForward(s);
    lay(rowsOfBlock);
    layCopy();
  }

  private void takeForward(Conv2dShape s) {
    rows = s.filters() / s.groups();
    sources = s.channels() / s.groups();
    sourceHeight = s.height();
    sourceWidth = s.width();
    padding = s.padding();
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
    weightsInOrder = true;
    startTaps(s);
    for (int ky = 0; ky < s.kernelHeight(); ky++) {
      for (int kx = 0; kx < s.kernelWidth(); kx++) {
        addTap(
            ky * s.dilationHeight() - s.padTop(),
            kx * s.dilationWidth() - s.padLeft(),
            ky * s.kernelWidth() + kx);
      }
    }
    frame(least(tapRow), most(tapRow), least(tapColumn), most(tapColumn), outColumns);
  }

  /** dx from dy, of the pixels (phaseRow + i * strideHeight, phaseColumn + j * strideWidth). */
  void inputGradient(Conv2dShape s, int threads, int phaseRow, int phaseColumn) {
    rows = s.channels() / s.groups();
    sources = s.filters() / s.groups();
    sourceHeight = s.outputHeight();
    sourceWidth = s.outputWidth();
    padding = Padding.ZERO;
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
    weightsInOrder = false;
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
    // The same for all phases, of which the first is largest: the block, and what is copied for it.
    int most = Math.ceilDiv(s.width(), columnStep);
    int down = (s.kernelHeight() - 1) * s.dilationHeight();
    int across = (s.kernelWidth() - 1) * s.dilationWidth();
    frame(
        Math.ceilDiv(s.padTop() - down, rowStep),
        Math.ceilDiv(s.padTop(), rowStep),
        Math.ceilDiv(s.padLeft() - across, columnStep),
        Math.ceilDiv(s.padLeft(), columnStep),
        most);
    int images = s.batch() * s.groups();
    lay(partRows(Math.ceilDiv(s.height(), rowStep), most, images, threads));
    chooseImage();
  }

  private void startTaps(Conv2dShape s) {
    taps = 0;
    int most = s.kernelHeight() * s.kernelWidth();
    if (tapRow.length < most) {
      tapRow = new int[most];
      tapColumn = new int[most];
      tapWeight = new int[most];
      viewColumn = new int[most];
    }
  }

  private void addTap(int row, int column, int weight) {
    tapRow[taps] = row;
    tapColumn[taps] = column;
    tapWeight[taps] = weight;
    taps++;
  }

  /** What the taps see of a block that begins with output (0, 0). */
  private void frame(int top, int bottom, int left, int right, int outputs) {
    topmost = top;
    lowest = bottom;
    leftmost = left;
    rightmost = right;
    columns = outputs;
  }

  private void lay(int rowsOfBlock) {
    products = sources * taps;
    blockRows = rowsOfBlock;
    blocks = Math.ceilDiv(outRows, blockRows);
    imageRows = imageRows(blockRows);
  }

  /**
   * Rows of a block, of about {@link #PART_PIXELS} or fewer pixels: such that the threads end
   * together, and blocks fill whole panels.
   */
  private static int partRows(int rows, int columns, int images, int threads) {
    int best = Math.clamp(PART_PIXELS / columns, 1, rows);
    long least = Long.MAX_VALUE;
    for (int some = best; some > 0 && best < rows; some--) {
      int blocks = Math.ceilDiv(rows, some);
      long panels = Math.ceilDiv(some * columns, MicroKernel.NR);
      int last = (rows - (blocks - 1) * some) * columns;
      long rounds = Math.ceilDiv((long) images * blocks, threads);
      long ofThread =
          images % threads == 0
              ? images / threads * ((blocks - 1) * panels + Math.ceilDiv(last, MicroKernel.NR))
              : rounds * panels;
      long cost = 2 * ofThread + rounds; // a block costs another half
      if (cost < least) {
        least = cost;
        best = some;
      }
    }
    return best;
  }

  private void chooseImage() {
    boolean inside =
        least(tapRow) >= 0
            && least(tapColumn) >= 0
            && (outRows - 1) * rowStride + most(tapRow) < sourceHeight
            && outColumns - 1 + most(tapColumn) < sourceWidth;
    int inVectors = Lanes.roundUp(outColumns);
    int unused = inVectors - outColumns;
    boolean joins = ShiftedProduct.joins(rows);
    // A view copies an output row's vectors for each column of taps: as much work as to multiply
    // for each row the lanes that it would save, where these are fewer than the vectors have.
    boolean savesLittle = rows * unused < inVectors;
    boolean views = !joins && unused > outColumns / 16 && !savesLittle;
    boolean apart = rowStride * sourceWidth != outColumns;
    // Without views, or where they cannot be read from the image as one run, a vector of fewer
    // pixels than it has lanes would read beyond the array.
    boolean whole =
        joins
            || views && apart
            || (apart || blocks > 1 ? outColumns : outRows * outColumns) >= Lanes.LENGTH;
    if (inside && columnStride == 1 && whole) {
      layInPlace();
    } else {
      layCopy();
    }
    oneRun = rowStride * rowPitch == outColumns;
    viewed = views && !oneRun;
    if (viewed) {
      layViews();
    } else {
      tabulate();
    }
    int read = viewed ? viewSize : sources * imageRows * rowPitch;
    small = read <= SMALL;
  }

  /** Rows of the image that {@code outputs} rows see. */
  int imageRows(int outputs) {
    return (outputs - 1) * rowStride + lowest - topmost + 1;
  }

  private void layInPlace() {
    copied = false;
    frame(0, most(tapRow), 0, most(tapColumn), outColumns);
    imageRows = imageRows(blockRows);
    rowPitch = sourceWidth;
    planePitch = sourceHeight * sourceWidth;
  }

  private void layCopy() {
    copied = true;
    pitch = (Math.max(0, columns - 1) * columnStride + rightmost - leftmost) / columnStride + 1;
    rowPitch = pitch * columnStride;
    planePitch = imageRows * rowPitch;
    // Whole vectors are read, if need be beyond the last pixel.
    imageSize = sources * planePitch + Lanes.LENGTH;
  }

  private void tabulate() {
    growTables();
    for (int r = 0; r < products; r++) {
      int tap = r % taps;
      imageOffset[r] =
          r / taps * planePitch + (tapRow[tap] - topmost) * rowPitch + columnOffset(tapColumn[tap]);
    }
  }

  /** The column of the image that a tap of the first output sees. */
  int tapColumn(int tap) {
    return tapColumn[tap];
  }

  /** Where that column lies in a row of the copy. */
  int tapOffset(int tap) {
    return columnOffset(tapColumn[tap]);
  }

  private int columnOffset(int column) {
    int fromLeft = column - leftmost;
    return fromLeft % columnStride * pitch + fromLeft / columnStride;
  }

  private void layViews() {
    oneRun = true;
    views = 0;
    viewRows = Math.ceilDiv(imageRows, rowStride);
    growTables();
    for (int tap = 0; tap < taps; tap++) {
      if (view(tap) == views) {
        viewColumn[views++] = columnOffset(tapColumn[tap]);
      }
    }
    int restSize = viewRows * outColumns;
    for (int r = 0; r < products; r++) {
      int tap = r % taps;
      int row = tapRow[tap] - topmost;
      int view = r / taps * views + view(tap);
      imageOffset[r] =
          (view * rowStride + row % rowStride) * restSize + row / rowStride * outColumns;
    }
    viewSize = sources * views * rowStride * restSize + Lanes.LENGTH;
  }

  /** The view of a tap, or the next if there is none. */
  private int view(int tap) {
    int view = 0;
    while (view < views && viewColumn[view] != columnOffset(tapColumn[tap])) {
      view++;
    }
    return view;
  }

  private void growTables() {
    if (imageOffset.length < products) {
      imageOffset = new int[products];
      weightOffset = new int[products];
    }
    for (int r = 0; r < products; r++) {
      weightOffset[r] = r / taps * weightSourceStep + tapWeight[r % taps];
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
