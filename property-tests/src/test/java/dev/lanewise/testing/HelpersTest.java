package dev.lanewise.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** What is meant to catch faults catches them. */
class HelpersTest {
  @Test
  void aDifferenceIsNamedByItsCoordinate() {
    float[] expected = {1, 2, 3, 4, 5, 6};
    float[] actual = {1, 2, 3, 4, 5, Math.nextUp(6f)};
    assertEquals(
        "y[1, 2]: expected 6.0 (0x40c00000), actual 6.0000005 (0x40c00001); 1 of 6 differ",
        failure(() -> Bits.assertEqual("y", expected, actual, 2, 3)));
  }

  @Test
  void zerosDifferAndNansDoNot() {
    failure(() -> Bits.assertEqual("y", 0f, -0f));
    Bits.assertEqual("y", Float.NaN, Float.intBitsToFloat(0xffc0_0001));
    failure(() -> Bits.assertEqual("y", Float.NaN, 0f));
    failure(() -> Bits.assertEqual("argmax", new int[] {1, 2}, new int[] {1, 3}));
  }

  @Test
  void canariesMissWhatIsOverwritten() {
    for (int stray : new int[] {-1, 2, 3, 6, 16}) {
      Guarded c = Guarded.outputMatrix(2, 2, 4, 1);
      for (int inside : new int[] {0, 1, 4, 5}) {
        c.array[c.offset + inside] = 7;
      }
      c.assertCanaries("c");
      c.array[c.offset + stray] = 7;
      failure(() -> c.assertCanaries("c"));
    }
    GuardedInts argmax = GuardedInts.output(3, 0);
    argmax.array[argmax.offset + 3] = 0;
    failure(() -> argmax.assertCanaries("argmax"));
  }

  @Test
  void inputsMissWhatIsOverwritten() {
    Guarded x = Guarded.of(new float[] {1, 2}, 3);
    x.assertUnchanged("x");
    x.array[x.offset + 1] = 3;
    failure(() -> x.assertUnchanged("x"));
  }

  @Test
  void theOracleCountsRoundings() {
    double[] exact = {1};
    double[] magnitude = {1};
    float off = 1 + 4 * 0x1p-23f;
    Oracle.assertClose("y", 6, exact, magnitude, new float[] {off});
    failure(() -> Oracle.assertClose("y", 5, exact, magnitude, new float[] {off}));
    failure(() -> Oracle.assertClose("y", 5, exact, magnitude, new float[] {Float.NaN}));
  }

  private static String failure(Runnable check) {
    return assertThrows(AssertionError.class, check::run).getMessage();
  }
}
