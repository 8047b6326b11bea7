package dev.lanewise.layers.augment;

import dev.lanewise.kernels.conv.Padding;
import dev.lanewise.layers.random.Purpose;
import dev.lanewise.layers.random.SeededRandom;
import java.util.Arrays;

/**
 * Varies images of one size in place. What happens to an image is a function of the seed, the epoch
 * and the image's index alone: neither batches nor threads nor an interruption change it. For one
 * thread at a time; allocates nothing per image.
 */
public final class Augmenter {
  private final Augmentation augmentation;
  private final int channels;
  private final int height;
  private final int width;
  private final long seed;
  private final SeededRandom random = new SeededRandom(0);
  private final float[] original;
  private final int[] rows;
  private final int[] columns;

  /**
   * @param seed of the run
   * @throws dev.lanewise.layers.BadInputException if images of that size are too small
   */
  public Augmenter(Augmentation augmentation, int channels, int height, int width, long seed) {
    augmentation.requireFits(height, width);
    this.augmentation = augmentation;
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.seed = SeededRandom.derive(seed, Purpose.AUGMENT);
    original = new float[channels * height * width];
    rows = new int[height];
    columns = new int[width];
  }

  /**
   * Varies one image.
   *
   * @param epoch from 0
   * @param index of the image in its data set
   * @param x the image [channels, height, width] from {@code offset}; what cutout blanks becomes 0,
   *     the mean of a normalised image
   */
  public void apply(int epoch, int index, float[] x, int offset) {
    random.restart(SeededRandom.derive(SeededRandom.derive(seed, epoch), index));
    if (augmentation.flip() || augmentation.crop() > 0) {
      move(x, offset);
    }
    if (augmentation.cutout() > 0) {
      cut(x, offset);
    }
  }

  private void move(float[] x, int offset) {
    boolean flip = augmentation.flip() && random.nextInt(2) == 1;
    int down = shift();
    int right = shift();
    for (int i = 0; i < height; i++) {
      rows[i] = Padding.REFLECT.source(i + down, height);
    }
    for (int i = 0; i < width; i++) {
      int from = Padding.REFLECT.source(i + right, width);
      columns[i] = flip ? width - 1 - from : from;
    }
    System.arraycopy(x, offset, original, 0, original.length);
    int to = offset;
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < height; i++) {
        int row = (c * height + rows[i]) * width;
        for (int j = 0; j < width; j++) {
          x[to++] = original[row + columns[j]];
        }
      }
    }
  }

  /** Uniform from -crop to crop. */
  private int shift() {
    int crop = augmentation.crop();
    return crop == 0 ? 0 : random.nextInt(2 * crop + 1) - crop;
  }

  private void cut(float[] x, int offset) {
    int side = augmentation.cutout();
    int top = random.nextInt(height) - side / 2;
    int left = random.nextInt(width) - side / 2;
    int firstColumn = Math.max(0, left);
    int endColumn = Math.min(width, left + side);
    for (int c = 0; c < channels; c++) {
      for (int i = Math.max(0, top); i < Math.min(height, top + side); i++) {
        int row = offset + (c * height + i) * width;
        Arrays.fill(x, row + firstColumn, row + endColumn, 0);
      }
    }
  }
}
