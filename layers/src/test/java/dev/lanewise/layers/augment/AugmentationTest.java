package dev.lanewise.layers.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {
  private static final int C = 2;
  private static final int H = 5;
  private static final int W = 7;

  @Test
  void readsWhatItWrites() {
    for (String text : new String[] {"none", "flip", "crop4", "cutout8", "flip,crop4,cutout8"}) {
      assertEquals(text, Augmentation.parse(text).toString());
    }
    assertEquals(new Augmentation(true, 12, 3), Augmentation.parse("cutout3,crop12,flip"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "flip,",
        "crop",
        "crop0",
        "crop-1",
        "cutout",
        "flip,flip",
        "crop1,crop2",
        "none,flip",
        "Flip",
        "flip crop4",
        "crop999999"
      })
  void refusesWhatItDoesNotKnow(String text) {
    assertThrows(IllegalArgumentException.class, () -> Augmentation.parse(text));
  }

  /** Every image is one of the few that may come of it, and each of them comes. */
  @Test
  void flipsHalfOfTheImages() {
    float[] plain = image();
    float[] mirrored = new float[plain.length];
    for (int i = 0; i < plain.length; i++) {
      mirrored[i] = plain[i / W * W + W - 1 - i % W];
    }
    int flipped = 0;
    for (int index = 0; index < 1000; index++) {
      float[] x = varied("flip", 3, index);
      boolean isPlain = Arrays.equals(x, plain);
      assertTrue(isPlain || Arrays.equals(x, mirrored));
      flipped += isPlain ? 0 : 1;
    }
    assertEquals(500, flipped, 60);
  }

  @Test
  void cropsFromAReflectedImage() {
    Set<Integer> moves = new HashSet<>();
    for (int index = 0; index < 500; index++) {
      float[] x = varied("crop2", 0, index);
      int found = -1;
      for (int move = 0; move < 25; move++) {
        found = Arrays.equals(x, moved(move / 5 - 2, move % 5 - 2)) ? move : found;
      }
      assertTrue(found >= 0);
      moves.add(found);
    }
    assertEquals(25, moves.size());
  }

  @Test
  void cutsASquareOutOfAllChannels() {
    Set<Integer> sizes = new HashSet<>();
    for (int index = 0; index < 500; index++) {
      float[] plain = image();
      float[] x = varied("cutout3", 0, index);
      int blank = 0;
      for (int i = 0; i < H * W; i++) {
        boolean blanked = x[i] == 0;
        assertEquals(blanked, x[H * W + i] == 0);
        assertTrue(blanked || x[i] == plain[i] && x[H * W + i] == plain[H * W + i]);
        blank += blanked ? 1 : 0;
      }
      sizes.add(blank);
    }
    assertEquals(Set.of(4, 6, 9), sizes); // in a corner, at an edge, inside
  }

  @Test
  void dependsOnSeedEpochAndIndexAlone() {
    String all = "flip,crop2,cutout3";
    Augmenter augmenter = new Augmenter(Augmentation.parse(all), C, H, W, 9);
    for (int index = 5; index >= 0; index--) {
      float[] x = image();
      augmenter.apply(1, index, x, 0);
      assertArrayEquals(varied(all, 1, index), x);
    }
    Set<String> different = new HashSet<>();
    for (int epoch = 0; epoch < 20; epoch++) {
      different.add(Arrays.toString(varied(all, epoch, 4)));
    }
    assertTrue(different.size() > 10);
  }

  /** Crop moves by (down, right), as the definition of reflection padding says. */
  private static float[] moved(int down, int right) {
    float[] plain = image();
    float[] x = new float[plain.length];
    for (int i = 0; i < x.length; i++) {
      int row = i / W % H + down;
      int column = i % W + right;
      row = row < 0 ? -row : row >= H ? 2 * H - 2 - row : row;
      column = column < 0 ? -column : column >= W ? 2 * W - 2 - column : column;
      x[i] = plain[(i / (H * W) * H + row) * W + column];
    }
    return x;
  }

  /** Its neighbours untouched. */
  private static float[] varied(String augmentation, int epoch, int index) {
    float[] x = new float[C * H * W + 2];
    x[0] = x[x.length - 1] = -1;
    System.arraycopy(image(), 0, x, 1, C * H * W);
    new Augmenter(Augmentation.parse(augmentation), C, H, W, 9).apply(epoch, index, x, 1);
    assertEquals(-2, x[0] + x[x.length - 1]);
    return Arrays.copyOfRange(x, 1, x.length - 1);
  }

  private static float[] image() {
    float[] image = new float[C * H * W];
    for (int i = 0; i < image.length; i++) {
      image[i] = i + 1;
    }
    return image;
  }
}
