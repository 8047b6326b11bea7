package dev.lanewise.vision.features;

import dev.lanewise.kernels.vector.Vectors;
import dev.lanewise.vision.LabelledImages;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A bag of visual words (G. Csurka et al., "Visual Categorization with Bags of Keypoints", 2004, on
 * the dense, whitened patches of Coates and Ng 2011): the code book holds the k-means centres of
 * many patches, and an image is described by how often its patches are near to each.
 */
public final class BagOfWords implements Feature {
  /** How a patch counts. */
  public enum Assignment {
    /** For its nearest word. */
    HARD,
    /**
     * For all words nearer than the mean of its distances, the nearer the more: max(0, mean - d),
     * the "triangle" of A. Coates, H. Lee and A. Ng, "An Analysis of Single-Layer Networks in
     * Unsupervised Feature Learning" (AISTATS 2011).
     */
    SOFT
  }

  private static final double WHITENING_EPSILON = 0.1;

  private final Patches patches;
  private final Assignment assignment;
  private final Whitening whitening;
  private final int words;
  private final float[] centres;
  private final Distances distances;
  private float[] cut = {};
  private float[] white = {};
  private float[] distance = {};

  private BagOfWords(
      Patches patches, Assignment assignment, Whitening whitening, int words, float[] centres) {
    this.patches = patches;
    this.assignment = assignment;
    this.whitening = whitening;
    this.words = words;
    this.centres = centres;
    distances = new Distances(centres, words, patches.size());
  }

  /**
   * Learns a code book.
   *
   * @param images to learn from, of the size that {@code patches} is for
   * @param sample how many patches to draw from them
   * @param iterations of k-means at most
   * @throws IllegalArgumentException if a number is below 1 or there are fewer patches than words
   */
  public static BagOfWords learn(
      LabelledImages images,
      Patches patches,
      int sample,
      int words,
      int iterations,
      Assignment assignment,
      RandomGenerator random) {
    float[] image = new float[patches.imageSize()];
    float[] drawn = new float[Math.multiplyExact(sample, patches.size())];
    for (int i = 0; i < sample; i++) {
      images.read(random.nextInt(images.size()), image, 0);
      patches.read(random.nextInt(patches.count()), image, 0, drawn, i * patches.size());
    }
    Whitening whitening = new Whitening(drawn, sample, patches.size(), WHITENING_EPSILON);
    float[] white = new float[drawn.length];
    whitening.apply(sample, drawn, white);
    float[] centres = KMeans.fit(white, sample, patches.size(), words, iterations, random);
    return new BagOfWords(patches, assignment, whitening, words, centres);
  }

  @Override
  public int size() {
    return words;
  }

  /** The patches an image is cut into. */
  public Patches patches() {
    return patches;
  }

  /** The words as patches, no longer whitened: [size(), channels, side, side]. */
  public float[] codeBook() {
    return whitening.undo(words, centres);
  }

  @Override
  public void extract(int images, float[] x, int xOffset, float[] y, int yOffset) {
    int count = patches.count();
    int all = images * count;
    if (cut.length < all * patches.size()) {
      cut = new float[all * patches.size()];
      white = new float[all * patches.size()];
      distance = new float[all * words];
    }
    InParallel.forEach(
        images,
        image -> {
          int from = xOffset + image * patches.imageSize();
          for (int i = 0; i < count; i++) {
            patches.read(i, x, from, cut, (image * count + i) * patches.size());
          }
        });
    whitening.apply(all, cut, white);
    distances.squaredLessX(all, white, 0, distance);
    InParallel.forEach(images, image -> count(image * count, y, yOffset + image * words));
  }

  /** Sums up what the patches of one image say, and divides by their number. */
  private void count(int firstPatch, float[] y, int yOffset) {
    Arrays.fill(y, yOffset, yOffset + words, 0);
    for (int patch = firstPatch; patch < firstPatch + patches.count(); patch++) {
      if (assignment == Assignment.HARD) {
        y[yOffset + KMeans.lowest(distance, patch * words, words)]++;
      } else {
        float square = Distances.square(white, patch * patches.size(), patches.size());
        addTriangle(patch * words, square, y, yOffset);
      }
    }
    for (int i = yOffset; i < yOffset + words; i++) {
      y[i] /= patches.count();
    }
  }

  private void addTriangle(int from, float square, float[] y, int yOffset) {
    for (int i = from; i < from + words; i++) {
      distance[i] = (float) Math.sqrt(Math.max(0, distance[i] + square));
    }
    float mean = Vectors.sum(words, distance, from) / words;
    for (int i = 0; i < words; i++) {
      y[yOffset + i] += Math.max(0, mean - distance[from + i]);
    }
  }
}
