package dev.lanewise.kernels.conv;

import static dev.lanewise.kernels.microkernel.Chain.KC;
import static dev.lanewise.kernels.microkernel.MicroKernel.tiles;
import static dev.lanewise.kernels.microkernel.ShiftedProduct.paddedRows;
import static dev.lanewise.kernels.microkernel.ShiftedProduct.tileRows;

import dev.lanewise.kernels.microkernel.Pack;
import dev.lanewise.kernels.simd.Slice;

/**
 * The weights of {@link Lowering}s as the microkernel reads them: for each group, phase and block
 * of products the panels of all tiles. They are packed in {@link #parts} that threads share.
 */
final class WeightPanels {
  /** Rows that one part packs: whole tiles. */
  static final int ROWS = 48;

  private Conv2dShape shape;
  private Lowering[] phases;
  private int phaseCount;
  private float[] weights;
  private int offset;

  void set(Conv2dShape shape, Lowering[] phases, int phaseCount) {
    this.shape = shape;
    this.phases = phases;
    this.phaseCount = phaseCount;
  }

  /** Floats that the panels take. */
  int size() {
    return shape.groups() * size(phaseCount);
  }

  /** From where {@link #pack} packs. */
  void take(float[] weights, int offset) {
    this.weights = weights;
    this.offset = offset;
  }

  void release() {
    weights = null;
  }

  int parts() {
    return shape.groups() * phaseCount * tiles(phases[0].rows, ROWS);
  }

  /** Where a block of products of a group and phase begins. */
  int at(int group, int phase, int product) {
    return group * size(phaseCount) + size(phase) + product * paddedRows(phases[phase].rows);
  }

  /** Floats of one group's first phases. */
  private int size(int count) {
    int products = 0;
    for (int phase = 0; phase < count; phase++) {
      products += phases[phase].products;
    }
    return products * paddedRows(phases[0].rows);
  }

  void pack(int part, Slice packed) {
    int phase = part % phaseCount;
    int group = part / phaseCount % shape.groups();
    int firstRow = part / phaseCount / shape.groups() * ROWS;
    Lowering l = phases[phase];
    int endRow = Math.min(firstRow + ROWS, l.rows);
    int from = offset + group * (shape.weightSize() / shape.groups());
    for (int product = 0; product < l.products; product += KC) {
      int kc = Math.min(KC, l.products - product);
      int at = at(group, phase, product);
      int height;
      for (int row = firstRow; row < endRow; row += height) {
        height = tileRows(l.rows, row);
        packTile(l, product, kc, height, from, row, packed.array, packed.at + at + row * kc);
      }
    }
  }

  private void packTile(
      Lowering l, int product, int kc, int height, int from, int row, float[] packed, int to) {
    int step = l.weightRowStep;
    int strip = Math.min(height, l.rows - row);
    if (l.weightsInOrder) {
      int first = from + l.weightOffset[product] + row * step;
      Pack.transposed(kc, strip, weights, first, step, height, packed, to);
      return;
    }
    for (int p = 0; p < kc; p++) {
      int tap = from + l.weightOffset[product + p] + row * step;
      int at = to + p * height;
      for (int i = 0; i < strip; i++) {
        packed[at + i] = weights[tap + i * step];
      }
      for (int i = strip; i < height; i++) {
        packed[at + i] = 0;
      }
    }
  }
}
