package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.microkernel.MicroKernel.MR;
import static dev.lanewise.kernels.microkernel.MicroKernel.NR;
import static dev.lanewise.kernels.microkernel.MicroKernel.ZEROS;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;

import dev.lanewise.kernels.microkernel.MicroKernel;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.Scratch;
import java.util.Arrays;

/**
 * Multiplies {@link Lowering}s out: packs the weights once, then for each part (an image, a group,
 * a phase, a block of output rows) copies the part of the image it sees and multiplies panel by
 * panel. The im2col matrix exists only as the panel in L1.
 */
final class ImplicitGemm extends Task {
  private static final Scratch PACKED_WEIGHTS = new Scratch();
  private static final Scratch COLUMN_BIAS = new Scratch();
  private static final Scratch IMAGE = new Scratch();
  private static final Scratch PANEL = new Scratch();
  private static final Scratch PHASE_BLOCK = new Scratch();
  private static final ThreadLocal<PixelRunsSimd> RUNS =
      ThreadLocal.withInitial(PixelRunsSimd::new);

  private Conv2dShape shape;
  private Lowering[] phases = {new Lowering()};
  private int phaseCount;
  private float[] source;
  private int sourceOffset;
  private int sourcePlane;
  private float[] weights;
  private int weightsOffset;
  private float[] out;
  private int outOffset;
  private int outWidth;
  private int outPlane;

  private boolean packing;
  private float[] packed;
  private float[] base;
  private int baseLd;

  void forward(
      Conv2dShape s,
      float[] x,
      int xo,
      float[] w,
      int wo,
      float[] bias,
      int bo,
      float[] y,
      int yo) {
    if (!s.equals(shape)) {
      shape = null; // in case this fails half way
      phaseCount = 1;
      phases[0].forward(s, false);
      shape = s;
    }
    source = x;
    sourceOffset = xo;
    out = y;
    outOffset = yo;
    outWidth = s.outputWidth();
    outPlane = s.outputHeight() * outWidth;
    run(w, wo, bias, bo);
  }

  void inputGradient(Conv2dShape s, float[] dy, int dyo, float[] w, int wo, float[] dx, int dxo) {
    if (!s.equals(shape)) {
      shape = null; // in case this fails half way
      phases(s);
      shape = s;
    }
    source = dy;
    sourceOffset = dyo;
    out = dx;
    outOffset = dxo;
    outWidth = s.width();
    outPlane = s.height() * outWidth;
    run(w, wo, null, 0);
  }

  private void phases(Conv2dShape s) {
    phaseCount = s.strideHeight() * s.strideWidth();
    if (phases.length < phaseCount) {
      phases = Arrays.copyOf(phases, phaseCount);
    }
    for (int phase = 0; phase < phaseCount; phase++) {
      if (phases[phase] == null) {
        phases[phase] = new Lowering();
      }
      phases[phase].inputGradient(s, phase / s.strideWidth(), phase % s.strideWidth());
    }
  }

  private void run(float[] w, int wo, float[] bias, int bo) {
    weights = w;
    weightsOffset = wo;
    sourcePlane = phases[0].sourceHeight * phases[0].sourceWidth;
    packed = PACKED_WEIGHTS.floats(shape.groups() * packedSize(phaseCount));
    packing = true;
    Parallelism.current().run(this, shape.groups() * phaseCount * rowTiles());
    base = bias == null ? ZEROS : columns(bias, bo, shape.filters());
    baseLd = bias == null ? 0 : NR;
    packing = false;
    Parallelism.current().run(this, shape.batch() * shape.groups() * phaseCount * phases[0].blocks);
    source = null;
    weights = null;
    out = null;
  }

  /** Each value NR times, so that a tile reads it as it reads any other base. */
  private static float[] columns(float[] bias, int bo, int filters) {
    float[] columns = COLUMN_BIAS.floats(filters * NR);
    for (int f = 0; f < filters; f++) {
      Arrays.fill(columns, f * NR, (f + 1) * NR, bias[bo + f]);
    }
    return columns;
  }

  private int rowTiles() {
    return tiles(phases[0].rows, MR);
  }

  /** Floats of the packed weights of one group's first phases. */
  private int packedSize(int count) {
    int products = 0;
    for (int phase = 0; phase < count; phase++) {
      products += phases[phase].products;
    }
    return products * rowTiles() * MR;
  }

  @Override
  protected void part(int index) {
    if (packing) {
      int tile = index % rowTiles();
      int phase = index / rowTiles() % phaseCount;
      packWeights(index / rowTiles() / phaseCount, phase, tile * MR);
    } else {
      int block = index % phases[0].blocks;
      int rest = index / phases[0].blocks;
      int phase = rest % phaseCount;
      if (block < phases[phase].blocks && phases[phase].outColumns > 0) {
        multiply(rest / phaseCount, phase, block);
      }
    }
  }

  /** Where a block of products of a group and phase begins in the packed weights. */
  private int packedAt(int group, int phase, int product) {
    return group * packedSize(phaseCount) + packedSize(phase) + product * rowTiles() * MR;
  }

  private void packWeights(int group, int phase, int row) {
    Lowering l = phases[phase];
    int strip = Math.min(MR, l.rows - row);
    int from =
        weightsOffset + group * (shape.weightSize() / shape.groups()) + row * l.weightRowStep;
    for (int product = 0; product < l.products; product += KC) {
      int kc = Math.min(KC, l.products - product);
      int at = packedAt(group, phase, product) + row * kc;
      for (int p = 0; p < kc; p++) {
        int tap = from + l.weightOffset[product + p];
        for (int i = 0; i < strip; i++) {
          packed[at + p * MR + i] = weights[tap + i * l.weightRowStep];
        }
        for (int i = strip; i < MR; i++) {
          packed[at + p * MR + i] = 0;
        }
      }
    }
  }

  /**
   * One part: {@code plane} counts images times groups. Where outputs are neighbours in memory the
   * tiles go straight to them, else through a scratch block.
   */
  private void multiply(int plane, int phase, int block) {
    Lowering l = phases[phase];
    int group = plane % shape.groups();
    int firstRow = block * l.blockRows;
    int blockRows = Math.min(l.blockRows, l.outRows - firstRow);
    int pixels = blockRows * l.outColumns;
    boolean direct = l.rowStep == 1 && l.columnStep == 1;
    float[] c = direct ? out : PHASE_BLOCK.floats(l.rows * pixels);
    int cStart = direct ? outOffset + plane * l.rows * outPlane + firstRow * outWidth : 0;
    int ldc = direct ? outPlane : pixels;
    float[] image = IMAGE.floats(l.imageSize);
    float[] panel = PANEL.floats(PixelRunsSimd.panelSize(KC));
    PixelRunsSimd runs = RUNS.get();
    PaddedImage.copy(
        l, firstRow, l.sources, source, sourceOffset + plane * l.sources * sourcePlane, image);
    for (int product = 0; product < l.products; product += KC) {
      int kc = Math.min(KC, l.products - product);
      int a = packedAt(group, phase, product);
      for (int pixel = 0; pixel < pixels; pixel += NR) {
        int width = Math.min(NR, pixels - pixel);
        runs.set(l, pixel, width);
        runs.pack(l, product, kc, image, panel);
        for (int row = 0; row < l.rows; row += MR) {
          int to = cStart + row * ldc + pixel;
          boolean first = product == 0;
          MicroKernel.tile(
              Math.min(MR, l.rows - row),
              width,
              kc,
              packed,
              a + row * kc,
              panel,
              0,
              first ? base : c,
              first ? (group * l.rows + row) * baseLd : to,
              first ? baseLd : ldc,
              c,
              to,
              ldc);
        }
      }
    }
    if (l.products == 0) {
      Arrays.fill(c, 0, l.rows * pixels, 0f);
    }
    if (!direct) {
      scatter(l, plane, firstRow, blockRows, c);
    }
  }

  private void scatter(Lowering l, int plane, int firstRow, int blockRows, float[] c) {
    int from = 0;
    for (int row = 0; row < l.rows; row++) {
      int start = outOffset + (plane * l.rows + row) * outPlane + l.firstColumn;
      for (int i = firstRow; i < firstRow + blockRows; i++) {
        int to = start + (l.firstRow + i * l.rowStep) * outWidth;
        for (int j = 0; j < l.outColumns; j++) {
          out[to + j * l.columnStep] = c[from++];
        }
      }
    }
  }
}
