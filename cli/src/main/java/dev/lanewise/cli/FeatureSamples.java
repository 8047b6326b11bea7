package dev.lanewise.cli;

import dev.lanewise.layers.Normalisation;
import dev.lanewise.layers.train.Samples;
import dev.lanewise.vision.LabelledImages;
import dev.lanewise.vision.features.Feature;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Images described by features: inputs [numbers, 1, 1].
 *
 * @param parts what each feature says, one after the other
 * @param images whose labels they have
 */
record FeatureSamples(List<Part> parts, LabelledImages images) implements Samples {
  private static final int CHUNK = 50;

  /** What one feature says: [images, size]. */
  record Part(float[] numbers, int size) {}

  /**
   * Describes all images.
   *
   * @param done is told how many, after every few
   */
  static FeatureSamples of(Feature feature, LabelledImages images, IntConsumer done) {
    int pixels = images.channels() * images.height() * images.width();
    float[] numbers = new float[Math.multiplyExact(images.size(), feature.size())];
    float[] x = new float[CHUNK * pixels];
    for (int from = 0; from < images.size(); from += CHUNK) {
      int n = Math.min(CHUNK, images.size() - from);
      for (int i = 0; i < n; i++) {
        images.read(from + i, x, i * pixels);
      }
      feature.extract(n, x, 0, numbers, from * feature.size());
      done.accept(n);
    }
    return new FeatureSamples(List.of(new Part(numbers, feature.size())), images);
  }

  /** These numbers, then those. */
  FeatureSamples and(FeatureSamples more) {
    return new FeatureSamples(Stream.concat(parts.stream(), more.parts.stream()).toList(), images);
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public int[] shape() {
    return new int[] {parts.stream().mapToInt(Part::size).sum(), 1, 1};
  }

  @Override
  public int classes() {
    return images.classNames().size();
  }

  @Override
  public void read(int index, float[] into, int offset) {
    int to = offset;
    for (Part part : parts) {
      System.arraycopy(part.numbers, index * part.size, into, to, part.size);
      to += part.size;
    }
  }

  @Override
  public int label(int index) {
    return images.label(index);
  }

  /** Brings each number to mean 0 and deviation 1 over the images. */
  Normalisation normalisation() {
    int length = shape()[0];
    double[] sums = new double[length];
    double[] squares = new double[length];
    float[] x = new float[length];
    for (int i = 0; i < size(); i++) {
      read(i, x, 0);
      for (int j = 0; j < length; j++) {
        sums[j] += x[j];
        squares[j] += (double) x[j] * x[j];
      }
    }
    float[] mean = new float[length];
    float[] deviation = new float[length];
    for (int j = 0; j < length; j++) {
      double m = sums[j] / size();
      mean[j] = (float) m;
      deviation[j] = (float) Math.sqrt(Math.max(0, squares[j] / size() - m * m));
      if (deviation[j] < 1e-6f) {
        deviation[j] = 1; // a number that is always the same
      }
    }
    return new Normalisation(mean, deviation);
  }
}
