package dev.lanewise.vision.features;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * k-means: the centres that points are near to. The first centres are drawn by k-means++ (D. Arthur
 * and S. Vassilvitskii, "k-means++: The Advantages of Careful Seeding", SODA 2007), each with a
 * probability in proportion to the squared distance from those there are; then Lloyd's iterations
 * move each centre to the mean of the points that are nearest to it. Of two centres equally near
 * the first counts; a centre that no point is nearest to stays where it is.
 */
public final class KMeans {
  /** Points whose distances are computed at once. */
  private static final int CHUNK = 4096;

  private final float[] points;
  private final int count;
  private final int length;
  private final int k;
  private final float[] centres;
  private final int[] nearest;

  private KMeans(float[] points, int count, int length, int k) {
    this.points = points;
    this.count = count;
    this.length = length;
    this.k = k;
    centres = new float[k * length];
    nearest = new int[count];
  }

  /**
   * Finds centres; the same generator gives the same bits on every number of threads.
   *
   * @param points [count, length]
   * @param k how many centres
   * @param iterations of Lloyd's at most; fewer if nothing moves any more
   * @return [k, length]
   * @throws IllegalArgumentException if there are fewer points than centres, or a number is below 1
   */
  public static float[] fit(
      float[] points, int count, int length, int k, int iterations, RandomGenerator random) {
    if (length < 1
        || k < 1
        || iterations < 1
        || count < k
        || points.length < (long) count * length) {
      throw new IllegalArgumentException(
          "k-means: expected k, length and iterations of at least 1 and at least k points,"
              + " actual k = %d, iterations %d, [%d, %d] points in %d floats"
                  .formatted(k, iterations, count, length, points.length));
    }
    KMeans means = new KMeans(points, count, length, k);
    means.seed(random);
    for (int i = 0; i < iterations && means.assign(); i++) {
      means.move();
    }
    return means.centres;
  }

  private void seed(RandomGenerator random) {
    float[] squares = new float[count];
    for (int i = 0; i < count; i++) {
      squares[i] = Distances.square(points, i * length, length);
    }
    float[] least = new float[count];
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    int chosen = random.nextInt(count);
    for (int c = 0; c < k; c++) {
      System.arraycopy(points, chosen * length, centres, c * length, length);
      float[] last = Arrays.copyOfRange(centres, c * length, (c + 1) * length);
      Distances distances = new Distances(last, 1, length);
      float[] chunk = new float[CHUNK];
      for (int from = 0; from < count; from += CHUNK) {
        int n = Math.min(CHUNK, count - from);
        distances.squaredLessX(n, points, from * length, chunk);
        for (int i = 0; i < n; i++) {
          float squared = Math.max(0, chunk[i] + squares[from + i]);
          least[from + i] = Math.min(least[from + i], squared);
        }
      }
      chosen = draw(least, random);
    }
  }

  /** An index with a probability in proportion to its weight. */
  private static int draw(float[] weights, RandomGenerator random) {
    double sum = 0;
    for (float weight : weights) {
      sum += weight;
    }
    if (sum == 0) {
      return random.nextInt(weights.length); // all points are centres already
    }
    double left = random.nextDouble() * sum;
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        last = i;
        left -= weights[i];
        if (left < 0) {
          break;
        }
      }
    }
    return last;
  }

  /** Whether any point has another nearest centre than before. */
  private boolean assign() {
    Distances distances = new Distances(centres, k, length);
    float[] chunk = new float[CHUNK * k];
    boolean changed = false;
    for (int from = 0; from < count; from += CHUNK) {
      int n = Math.min(CHUNK, count - from);
      distances.squaredLessX(n, points, from * length, chunk);
      for (int i = 0; i < n; i++) {
        int best = lowest(chunk, i * k, k);
        changed |= best != nearest[from + i];
        nearest[from + i] = best;
      }
    }
    return changed;
  }

  private void move() {
    double[] sums = new double[k * length];
    int[] members = new int[k];
    for (int i = 0; i < count; i++) {
      members[nearest[i]]++;
      int to = nearest[i] * length;
      for (int j = 0; j < length; j++) {
        sums[to + j] += points[i * length + j];
      }
    }
    for (int i = 0; i < centres.length; i++) {
      if (members[i / length] > 0) {
        centres[i] = (float) (sums[i] / members[i / length]);
      }
    }
  }

  /** The index of the lowest of some values, the first of equals, counted from {@code from}. */
  static int lowest(float[] values, int from, int n) {
    int best = 0;
    for (int i = 1; i < n; i++) {
      best = values[from + i] < values[from + best] ? i : best;
    }
    return best;
  }
}
