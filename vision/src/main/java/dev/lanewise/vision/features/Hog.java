package dev.lanewise.vision.features;

/**
 * Histograms of oriented gradients (N. Dalal and B. Triggs, "Histograms of Oriented Gradients for
 * Human Detection", CVPR 2005): in cells of pixels, how much brightness changes in which direction,
 * normalised over blocks of neighbouring cells that overlap.
 *
 * <p>Gradients are differences of the two neighbours, of the channel that changes most; at the
 * border the pixel itself is the missing neighbour. A gradient votes with its length for an
 * orientation from 0 to 180 degrees, shared between the two nearest bins of each of the up to four
 * nearest cells, bilinearly. A block is the histograms of its cells, brought to length 1, clipped
 * at 0.2 and brought to length 1 again (L2-Hys). The Gaussian window that the paper lays over a
 * block before votes are counted (section 6.4, a deviation of half the block's width), a small gain
 * there, is left out.
 */
public final class Hog extends EachImage {
  private static final float CLIP = 0.2f;
  private static final float EPSILON = 1e-3f;

  private final int channels;
  private final int height;
  private final int width;
  private final int cell;
  private final int block;
  private final int bins;

  /**
   * For images [channels, height, width]. Pixels below and to the right of the last whole cell
   * count only as neighbours.
   *
   * @param cell pixels along a side of a cell
   * @param block cells along a side of a block
   * @param bins of orientation
   * @throws IllegalArgumentException if a number is below 1, or a block larger than the image
   */
  public Hog(int channels, int height, int width, int cell, int block, int bins) {
    super(channels * height * width);
    if (channels < 1 || cell < 1 || block < 1 || bins < 1) {
      throw new IllegalArgumentException(
          "HoG: expected channels, cell, block and bins of at least 1, actual %d, %d, %d, %d"
              .formatted(channels, cell, block, bins));
    }
    if ((long) cell * block > Math.min(height, width)) {
      throw new IllegalArgumentException(
          "HoG: expected images of at least %d x %d, one block of %d x %d cells of %d pixels, actual %d x %d"
              .formatted(cell * block, cell * block, block, block, cell, height, width));
    }
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.cell = cell;
    this.block = block;
    this.bins = bins;
  }

  /** Cells down. */
  public int cellRows() {
    return height / cell;
  }

  /** Cells across. */
  public int cellColumns() {
    return width / cell;
  }

  /** Pixels along a side of a cell. */
  public int cell() {
    return cell;
  }

  /** Bins of orientation: bin b is about (b + 0.5) / bins * 180 degrees. */
  public int bins() {
    return bins;
  }

  @Override
  public int size() {
    return (cellRows() - block + 1) * (cellColumns() - block + 1) * block * block * bins;
  }

  /**
   * The histograms of one image before blocks are formed.
   *
   * @param x [channels, height, width] from {@code xOffset}
   * @return [cellRows, cellColumns, bins]
   */
  public float[] cells(float[] x, int xOffset) {
    float[] cells = new float[cellRows() * cellColumns() * bins];
    for (int row = 0; row < cellRows() * cell; row++) {
      for (int column = 0; column < cellColumns() * cell; column++) {
        vote(x, xOffset, row, column, cells);
      }
    }
    return cells;
  }

  @Override
  void describe(float[] x, int xOffset, float[] y, int yOffset) {
    float[] cells = cells(x, xOffset);
    int to = yOffset;
    int length = block * bins;
    for (int row = 0; row <= cellRows() - block; row++) {
      for (int column = 0; column <= cellColumns() - block; column++) {
        int start = to;
        for (int i = 0; i < block; i++) {
          System.arraycopy(cells, ((row + i) * cellColumns() + column) * bins, y, to, length);
          to += length;
        }
        normalise(y, start, to);
      }
    }
  }

  /** The gradient at one pixel, for the orientation across which it lies. */
  private void vote(float[] x, int xOffset, int row, int column, float[] cells) {
    int up = row == 0 ? 0 : -width;
    int down = row == height - 1 ? 0 : width;
    int left = column == 0 ? 0 : -1;
    int right = column == width - 1 ? 0 : 1;
    float dx = 0;
    float dy = 0;
    float square = 0;
    for (int c = 0; c < channels; c++) {
      int at = xOffset + (c * height + row) * width + column;
      float across = x[at + right] - x[at + left];
      float along = x[at + down] - x[at + up];
      float norm = across * across + along * along;
      if (norm > square) {
        dx = across;
        dy = along;
        square = norm;
      }
    }
    if (square == 0) {
      return;
    }
    double turn = StrictMath.atan2(dy, dx) / Math.PI;
    float bin = (float) (turn < 0 ? turn + 1 : turn) * bins - 0.5f;
    int lower = (int) Math.floor(bin);
    float share = bin - lower;
    float length = (float) Math.sqrt(square);
    share(row, column, Math.floorMod(lower, bins), length * (1 - share), cells);
    share(row, column, Math.floorMod(lower + 1, bins), length * share, cells);
  }

  /** Shares a vote among the cells whose centres are nearest. */
  private void share(int row, int column, int bin, float vote, float[] cells) {
    float down = (row + 0.5f) / cell - 0.5f;
    float across = (column + 0.5f) / cell - 0.5f;
    int top = (int) Math.floor(down);
    int left = (int) Math.floor(across);
    for (int i = Math.max(0, top); i <= Math.min(cellRows() - 1, top + 1); i++) {
      for (int j = Math.max(0, left); j <= Math.min(cellColumns() - 1, left + 1); j++) {
        float weight = (1 - Math.abs(i - down)) * (1 - Math.abs(j - across));
        cells[(i * cellColumns() + j) * bins + bin] += vote * weight;
      }
    }
  }

  private static void normalise(float[] y, int from, int to) {
    scaleToLength1(y, from, to);
    for (int i = from; i < to; i++) {
      y[i] = Math.min(y[i], CLIP);
    }
    scaleToLength1(y, from, to);
  }

  /** sqrt(|v|^2 + e^2) instead of |v|, so that a block without gradients stays 0. */
  private static void scaleToLength1(float[] y, int from, int to) {
    double square = EPSILON * EPSILON;
    for (int i = from; i < to; i++) {
      square += (double) y[i] * y[i];
    }
    float length = (float) Math.sqrt(square);
    for (int i = from; i < to; i++) {
      y[i] /= length;
    }
  }
}
