package dev.lanewise.layers.train;

import dev.lanewise.layers.BadInputException;
import dev.lanewise.layers.Network;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** A data set: images with the numbers of their classes. Reading is safe from any thread. */
public interface Samples {
  int size();

  /** The shape of one image: [channels, height, width]. */
  int[] shape();

  /** Labels are from 0 to one less than this. */
  int classes();

  /**
   * Writes one image, not yet normalised.
   *
   * @param index from 0 to size() - 1
   * @param into receives as many floats as the shape says, from {@code offset}
   */
  void read(int index, float[] into, int offset);

  /** The class of one image. */
  int label(int index);

  /**
   * A number to tell these samples from others, when a run is resumed: the same for the same
   * samples. Unless it is overridden it knows the labels only, since reading images may take long.
   */
  default long checksum() {
    CRC32C checksum = new CRC32C();
    for (int i = 0; i < size(); i++) {
      checksum.update(label(i));
    }
    return checksum.getValue();
  }

  /**
   * Refuses a net that these samples are not for.
   *
   * @throws BadInputException if the net takes other images or gives another number of scores, or
   *     there is no sample
   */
  default void requireFit(Network network) {
    if (!Arrays.equals(shape(), network.inputShape())) {
      throw new BadInputException(
          "data: expected images %s as the net takes, found %s"
              .formatted(Arrays.toString(network.inputShape()), Arrays.toString(shape())));
    }
    if (classes() != network.classes()) {
      throw new BadInputException(
          "net: expected %d scores, one per class of the data, found %d"
              .formatted(classes(), network.classes()));
    }
    if (size() == 0) {
      throw new BadInputException("data: expected at least one image, found none");
    }
  }

  /** Writes the pixels of image {@code index} from {@code offset}. */
  @FunctionalInterface
  interface Reader {
    void read(int index, float[] into, int offset);
  }

  /**
   * Samples of images that lie anywhere.
   *
   * @param labels of all images, from 0 to one less than {@code classes}; kept, not copied
   * @param shape of one image: [channels, height, width]
   * @throws IllegalArgumentException if a label is none
   */
  static Samples of(int[] labels, int classes, Reader reader, int... shape) {
    return new ReadSamples(labels, classes, reader, shape);
  }

  /** Some of these samples, for example to hold back a part for validation. */
  default Samples slice(int from, int to) {
    if (from < 0 || to < from || to > size()) {
      throw new IllegalArgumentException(
          "slice: expected a part of 0 to %d, actual %d to %d".formatted(size(), from, to));
    }
    Samples all = this;
    return new Samples() {
      @Override
      public int size() {
        return to - from;
      }

      @Override
      public int[] shape() {
        return all.shape();
      }

      @Override
      public int classes() {
        return all.classes();
      }

      @Override
      public void read(int index, float[] into, int offset) {
        all.read(from + index, into, offset);
      }

      @Override
      public int label(int index) {
        return all.label(from + index);
      }

      @Override
      public long checksum() {
        return all.checksum() + 31L * from + to;
      }
    };
  }
}
