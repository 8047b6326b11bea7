package dev.lanewise.layers.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeededRandomTest {
  /** Widely published outputs of SplitMix64 for this seed. */
  @Test
  void isSplitMix64() {
    SeededRandom random = new SeededRandom(1234567);
    assertEquals(6457827717110365317L, random.nextLong());
    assertEquals(3203168211198807973L, random.nextLong());
    assertEquals(Long.parseUnsignedLong("9817491932198370423"), random.nextLong());
    assertEquals(4593380528125082431L, random.nextLong());
    assertEquals(Long.parseUnsignedLong("16408922859458223821"), random.nextLong());
  }

  /** Computed by another program, but for the last bit of the Gaussian, where libraries differ. */
  @Test
  void derivedNumbersAreFixedForever() {
    SeededRandom random = new SeededRandom(7, Purpose.SHUFFLE, 3);
    assertEquals(-7902965879857923025L, random.nextLong());
    assertEquals(0.96655774f, random.nextFloat());
    assertEquals(0.827884095655278, random.nextDouble());
    assertEquals(-0.42186898127954864, random.nextGaussian());
    assertEquals(827, random.nextInt(1000));
    int[] order = IntStream.range(0, 8).toArray();
    random.shuffle(order);
    assertArrayEquals(new int[] {6, 1, 7, 4, 5, 0, 3, 2}, order);
  }

  @Test
  void streamsDifferByPurposeAndPath() {
    Set<Long> firsts = new HashSet<>();
    for (long seed = 0; seed < 4; seed++) {
      for (Purpose purpose : Purpose.values()) {
        for (long i = 0; i < 50; i++) {
          for (long j = 0; j < 50; j++) {
            firsts.add(new SeededRandom(seed, purpose, i, j).nextLong());
          }
        }
      }
    }
    assertEquals(4 * Purpose.values().length * 50 * 50, firsts.size());
    assertNotEquals(SeededRandom.derive(1, 2, 3), SeededRandom.derive(1, 3, 2));
  }

  @Test
  void gaussiansHaveTheMomentsOfTheNormalDistribution() {
    SeededRandom random = new SeededRandom(5);
    int n = 200_000;
    double sum = 0;
    double squares = 0;
    double fourths = 0;
    int beyondTwo = 0;
    for (int i = 0; i < n; i++) {
      double x = random.nextGaussian();
      sum += x;
      squares += x * x;
      fourths += x * x * x * x;
      beyondTwo += Math.abs(x) > 2 ? 1 : 0;
    }
    // Five standard errors: 1, sqrt 2, sqrt 96 and sqrt(p (1 - p)) over sqrt n.
    assertEquals(0, sum / n, 5 / Math.sqrt(n));
    assertEquals(1, squares / n, 5 * Math.sqrt(2.0 / n));
    assertEquals(3, fourths / n, 5 * Math.sqrt(96.0 / n));
    assertEquals(0.0455, (double) beyondTwo / n, 5 * Math.sqrt(0.0455 * 0.9545 / n));
  }

  @Test
  void boundedIntegersAreUniform() {
    SeededRandom random = new SeededRandom(5);
    int[] counts = new int[6];
    int n = 60_000;
    for (int i = 0; i < n; i++) {
      counts[random.nextInt(6)]++;
    }
    for (int count : counts) {
      assertEquals(n / 6.0, count, 5 * Math.sqrt(n / 6.0 * 5 / 6));
    }
    assertThrows(IllegalArgumentException.class, () -> random.nextInt(0));
  }

  @Test
  void fractionsStayBelowOne() {
    SeededRandom random = new SeededRandom(5);
    for (int i = 0; i < 100_000; i++) {
      float f = random.nextFloat();
      double d = random.nextDouble();
      assertTrue(f >= 0 && f < 1 && d >= 0 && d < 1);
    }
  }
}
