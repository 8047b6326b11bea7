package dev.lanewise.vision.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.kernels.parallel.Parallelism;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KMeansTest {
  private static final int COUNT = 9000;

  /** Three heaps on a line, found whatever the seed. */
  @Test
  void findsTheHeaps() {
    for (int seed = 0; seed < 5; seed++) {
      float[] centres = KMeans.fit(heaps(), COUNT, 2, 3, 50, new SplittableRandom(seed));
      float[] x = {centres[0], centres[2], centres[4]};
      Arrays.sort(x);
      assertArrayEquals(new float[] {-10, 0, 10}, x, 0.1f);
      assertEquals(5, centres[1], 0.1);
    }
  }

  @Test
  void threadsLeaveNoTrace() {
    float[] points = heaps();
    float[] serial =
        Parallelism.serial()
            .call(() -> KMeans.fit(points, COUNT, 2, 20, 10, new SplittableRandom(1)));
    for (int threads = 2; threads < 4; threads++) {
      assertArrayEquals(
          serial,
          Parallelism.ofThreads(threads)
              .call(() -> KMeans.fit(points, COUNT, 2, 20, 10, new SplittableRandom(1))));
    }
  }

  @Test
  void takesPointsThatAreAllTheSame() {
    float[] points = new float[10];
    Arrays.fill(points, 3);
    float[] centres = KMeans.fit(points, 5, 2, 4, 5, new SplittableRandom(1));
    for (float centre : centres) {
      assertEquals(3, centre);
    }
  }

  /** k-means++ never draws a point twice while there are others. */
  @Test
  void asManyCentresAsPointsAreThePoints() {
    float[] points = {4, 1, 3, 2, 8};
    float[] centres = KMeans.fit(points, 5, 1, 5, 3, new SplittableRandom(1));
    Arrays.sort(centres);
    assertArrayEquals(new float[] {1, 2, 3, 4, 8}, centres);
  }

  @Test
  void refusesFewerPointsThanCentres() {
    assertThrows(
        IllegalArgumentException.class,
        () -> KMeans.fit(new float[6], 3, 2, 4, 5, new SplittableRandom(1)));
  }

  @Test
  void whitenedPointsHaveUnitCovariance() {
    float[] points = heaps();
    for (int i = 0; i < COUNT; i++) {
      points[2 * i + 1] += 0.3f * points[2 * i];
    }
    Whitening whitening = new Whitening(points, COUNT, 2, 1e-6);
    float[] white = new float[points.length];
    whitening.apply(COUNT, points, white);
    double[] moments = new double[5];
    for (int i = 0; i < COUNT; i++) {
      double x = white[2 * i];
      double y = white[2 * i + 1];
      double[] terms = {x, y, x * x, x * y, y * y};
      for (int j = 0; j < terms.length; j++) {
        moments[j] += terms[j] / COUNT;
      }
    }
    assertArrayEquals(new double[] {0, 0, 1, 0, 1}, moments, 1e-3);
    assertArrayEquals(points, whitening.undo(COUNT, white), 1e-3f);
  }

  private static float[] heaps() {
    SplittableRandom random = new SplittableRandom(7);
    float[] points = new float[2 * COUNT];
    for (int i = 0; i < COUNT; i++) {
      points[2 * i] = (float) (i % 3 * 10 - 10 + random.nextDouble() - 0.5);
      points[2 * i + 1] = (float) (5 + random.nextDouble() - 0.5);
    }
    return points;
  }
}
