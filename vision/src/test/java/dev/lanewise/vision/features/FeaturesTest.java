package dev.lanewise.vision.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.vision.LabelledImages;
import dev.lanewise.vision.features.BagOfWords.Assignment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeaturesTest {
  private static final int SIDE = 16;
  private static final int PIXELS = 3 * SIDE * SIDE;
  private static final int IMAGES = 12;

  @Test
  void coloursFallIntoTheirBins() {
    float[] x = {
      1, 0, 0, 0.2f, 0.5f, /* green */ 0, 1, 0, 0.2f, 0.25f, /* blue */ 0, 0, 1, 0.2f, 0
    };
    float[] y = new float[2 + 12];
    y[0] = y[13] = 7;
    ColourHistogram histogram = new ColourHistogram(1, 5, 6, 2);
    histogram.extract(1, x, 0, y, 1);
    float[] expected = new float[14];
    expected[0] = expected[13] = 7;
    expected[1 + 1] = 0.4f; // red, and a brown whose hue is 30 degrees
    expected[1 + 0] = 0.2f; // grey
    expected[1 + 5] = 0.2f; // green, 120 degrees
    expected[1 + 9] = 0.2f; // blue, 240 degrees
    assertArrayEquals(expected, y, 1e-6f);
  }

  /** All gradients of a ramp point the same way. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 8})
  void aRampVotesForOneBin(int bin) {
    Hog hog = new Hog(3, SIDE, SIDE, 4, 2, 9);
    double angle = Math.PI * (bin + 0.5) / 9;
    float[] x = new float[PIXELS];
    for (int i = 0; i < SIDE * SIDE; i++) {
      x[SIDE * SIDE + i] =
          (float) (0.01 * (i % SIDE * Math.cos(angle) + i / SIDE * Math.sin(angle)));
    }
    float[] cells = hog.cells(x, 0);
    assertEquals(4 * 4 * 9, cells.length);
    for (int row = 1; row < 3; row++) {
      for (int column = 1; column < 3; column++) {
        for (int b = 0; b < 9; b++) {
          double expected = b == bin ? 16 * 0.02 : 0;
          assertEquals(expected, cells[(row * 4 + column) * 9 + b], 1e-4);
        }
      }
    }
    float[] y = new float[hog.size()];
    hog.extract(1, x, 0, y, 0);
    assertEquals(3 * 3 * 4 * 9, y.length);
    for (int i = 0; i < y.length; i++) {
      // The four equal histograms of a block, clipped and normalised.
      boolean middle = i / 36 == 4;
      assertEquals(i % 9 == bin ? 0.5 : 0, y[i], middle ? 1e-3 : 0.3, "number " + i);
    }
  }

  @Test
  void contrastDoesNotChangeHog() {
    Hog hog = new Hog(3, SIDE, SIDE, 4, 2, 9);
    float[] x = images();
    float[] faint = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      faint[i] = 0.25f + 0.5f * x[i];
    }
    assertArrayEquals(extract(hog, x), extract(hog, faint), 1e-3f);
  }

  @Test
  void everyFeatureSeesEachImageForItself() {
    float[] x = images();
    for (Feature feature : features()) {
      float[] together = extract(feature, x);
      float[] alone = new float[together.length];
      for (int i = 0; i < IMAGES; i++) {
        feature.extract(1, x, i * PIXELS, alone, i * feature.size());
      }
      assertArrayEquals(together, alone);
      float[] three = Parallelism.ofThreads(3).call(() -> extract(feature, x));
      assertArrayEquals(together, three);
      float sum = 0;
      for (float number : together) {
        assertTrue(number >= 0);
        sum += number;
      }
      assertTrue(sum > 0);
    }
  }

  @Test
  void codeBooksAreTheSameOnEveryNumberOfThreads() {
    float[] serial = Parallelism.serial().call(() -> words(Assignment.HARD).codeBook());
    assertArrayEquals(
        serial, Parallelism.ofThreads(3).call(() -> words(Assignment.HARD).codeBook()));
    assertEquals(8 * 3 * 5 * 5, serial.length);
  }

  @Test
  void hardWordsAreAHistogram() {
    BagOfWords words = words(Assignment.HARD);
    assertEquals(36, words.patches().count());
    float[] y = extract(words, images());
    for (int i = 0; i < IMAGES; i++) {
      float sum = 0;
      for (int j = 0; j < 8; j++) {
        assertEquals(Math.round(y[i * 8 + j] * 36), y[i * 8 + j] * 36, 1e-4);
        sum += y[i * 8 + j];
      }
      assertEquals(1, sum, 1e-6);
    }
  }

  @Test
  void patchesHaveMean0AndContrast1() {
    Patches patches = new Patches(3, SIDE, SIDE, 5, 3);
    float[] x = images();
    float[] y = new float[patches.size()];
    patches.read(5, x, PIXELS, y, 0); // second row, second column
    double mean = 0;
    double square = 0;
    for (float v : y) {
      mean += v / y.length;
      square += v * v / y.length;
    }
    assertEquals(0, mean, 1e-6);
    assertEquals(1, square, 0.01);
    int at = PIXELS + 3 * SIDE + 3;
    assertEquals(Math.signum(x[at] - x[at + 1]), Math.signum(y[0] - y[1]));
    assertThrows(IllegalArgumentException.class, () -> new Patches(3, SIDE, SIDE, 17, 1));
  }

  @Test
  void refusesImagesThatAreTooSmall() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new Hog(1, 7, 9, 4, 2, 9)).getMessage();
    assertTrue(message.startsWith("HoG: expected images of at least 8 x 8"), message);
    assertThrows(IllegalArgumentException.class, () -> new ColourHistogram(8, 8, 0, 4));
  }

  private static List<Feature> features() {
    List<Feature> features = new ArrayList<>();
    features.add(new ColourHistogram(SIDE, SIDE, 8, 3));
    features.add(new Hog(3, SIDE, SIDE, 4, 2, 9));
    features.add(words(Assignment.HARD));
    features.add(words(Assignment.SOFT));
    return features;
  }

  private static BagOfWords words(Assignment assignment) {
    float[] x = images();
    byte[] pixels = new byte[x.length];
    for (int i = 0; i < x.length; i++) {
      pixels[i] = (byte) Math.round(255 * x[i]);
    }
    LabelledImages images =
        new LabelledImages(3, SIDE, SIDE, pixels, new byte[IMAGES], List.of("all"));
    Patches patches = new Patches(3, SIDE, SIDE, 5, 2);
    return BagOfWords.learn(images, patches, 300, 8, 5, assignment, new SplittableRandom(1));
  }

  private static float[] extract(Feature feature, float[] x) {
    float[] y = new float[IMAGES * feature.size()];
    feature.extract(IMAGES, x, 0, y, 0);
    return y;
  }

  private static float[] images() {
    SplittableRandom random = new SplittableRandom(3);
    float[] x = new float[IMAGES * PIXELS];
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.round(255 * random.nextDouble()) / 255f;
    }
    return x;
  }
}
