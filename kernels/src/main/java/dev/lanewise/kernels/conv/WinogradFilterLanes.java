package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.conv.Winograd.OUT;
import static dev.lanewise.kernels.conv.Winograd.POINTS;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.InterleaveSimd;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;
import java.util.Arrays;

/**
 * {@link WinogradSimd} where tiles are few and kernels many, as in a single small image: the lanes
 * are filters instead of tiles, so that they are all used. A part takes some filters through all
 * steps, and nobody else needs their kernels. The inputs, which all need, each thread transforms
 * for itself: that is quicker than to read what another core has written.
 */
abstract class WinogradFilterLanes extends Task {
  private static final Scratch LINES = new Scratch();
  private static final Scratch OUTPUTS = new Scratch();
  private static final Scratch PIXELS = new Scratch();
  private static final Scratch BIASES = new Scratch();

  protected WinogradShape s;
  protected float[] x;
  protected int xOffset;
  protected float[] w;
  protected int wOffset;

  /** The kernels of all parts, as they read them, or null: then each makes its own. */
  protected Slice panels;

  private float[] bias;
  private int biasOffset;
  private float[] y;
  private int yOffset;

  private boolean packing;

  /** The {@link Scratch#numbers} of the groups' inputs. */
  private long numbers;

  /** Filters that a part takes. */
  protected abstract int filters();

  /** Where a thread has the inputs of a group. */
  protected abstract Scratch inputs();

  /** Transforms them. */
  protected abstract void takeInputs(int group);

  /** All tiles of a part's filters, of which {@code firstRow} is the first. */
  protected abstract void convolve(int group, int firstRow);

  /** Floats of the panels of a part. */
  protected abstract int panelSize();

  /** Makes the panels of a part's filters. */
  protected abstract void makePanels(int group, int firstRow);

  /** The kernels as the parts read them. */
  final Slice panels(WinogradShape s, float[] w, int wo) {
    this.s = s;
    this.w = w;
    wOffset = wo;
    Slice made = Slice.alone(parts() * panelSize());
    panels = made;
    packing = true;
    Parallelism.current().run(this, parts());
    this.w = null;
    panels = null;
    return made;
  }

  final void run(
      WinogradShape s,
      float[] x,
      int xo,
      float[] w,
      int wo,
      Slice panels,
      float[] bias,
      int bo,
      float[] y,
      int yo) {
    this.s = s;
    this.x = x;
    xOffset = xo;
    this.w = w;
    wOffset = wo;
    this.panels = panels;
    this.bias = bias;
    biasOffset = bo;
    this.y = y;
    yOffset = yo;
    numbers = Scratch.numbers(s.groups());
    packing = false;
    Parallelism.current().run(this, parts());
    this.x = null;
    this.w = null;
    this.panels = null;
    this.bias = null;
    this.y = null;
  }

  private int parts() {
    return s.groups() * tiles(s.rows(), filters());
  }

  /** Where the panels of a part begin. */
  protected final int panelAt(int group, int firstRow) {
    return panels.at + (group * tiles(s.rows(), filters()) + firstRow / filters()) * panelSize();
  }

  @Override
  protected final void part(int index) {
    int group = index / tiles(s.rows(), filters());
    int firstRow = index % tiles(s.rows(), filters()) * filters();
    if (packing) {
      makePanels(group, firstRow);
      return;
    }
    if (inputs().lacks(numbers + group)) {
      takeInputs(group);
    }
    convolve(group, firstRow);
  }

  /**
   * A tile of as many planes as a vector has lanes; its points are {@code step} apart. The tiles of
   * an image come in order, and the last writes its planes.
   */
  protected final void transformOutputs(
      int group, int row, int tile, float[] products, int at, int step) {
    Slice lines = LINES.slice(POINTS * LENGTH);
    Slice outputs = OUTPUTS.slice(OUT * OUT * LENGTH);
    WinogradLinesSimd.output(products, at, step, lines, outputs);
    Slice pixels = PIXELS.slice(s.outHeight() * s.outWidth() * LENGTH);
    int left = tile % s.tileColumns() * OUT;
    int top = tile / s.tileColumns() % s.tileRows() * OUT;
    int width = Math.min(OUT, s.outWidth() - left);
    for (int i = 0; i < Math.min(OUT, s.outHeight() - top); i++) {
      int to = pixels.at + ((top + i) * s.outWidth() + left) * LENGTH;
      System.arraycopy(
          outputs.array, outputs.at + i * OUT * LENGTH, pixels.array, to, width * LENGTH);
    }
    int tilesOfImage = s.tileRows() * s.tileColumns();
    if ((tile + 1) % tilesOfImage == 0) {
      store(tile / tilesOfImage * s.groups() + group, row, pixels);
    }
  }

  /** The planes of an image from their pixels, [pixels, LENGTH]. */
  private void store(int planes, int row, Slice pixels) {
    int size = s.outHeight() * s.outWidth();
    int count = Math.min(LENGTH, s.rows() - row);
    float[] b = BIASES.floats(LENGTH);
    Arrays.fill(b, 0, LENGTH, 0f);
    if (bias != null) {
      System.arraycopy(bias, biasOffset + planes % s.groups() * s.rows() + row, b, 0, count);
    }
    WinogradLinesSimd.rectify(size, pixels, b, s.floor());
    int to = yOffset + (planes * s.rows() + row) * size;
    if (count < LENGTH || size < LENGTH) {
      for (int i = 0; i < size * count; i++) {
        y[to + i] = pixels.array[pixels.at + i % size * LENGTH + i / size];
      }
      return;
    }
    for (int i = 0; i < size; i += LENGTH) {
      int pixel = Math.min(i, size - LENGTH);
      InterleaveSimd.square(pixels.array, pixels.at + pixel * LENGTH, LENGTH, y, to + pixel, size);
    }
  }
}
