package dev.lanewise.kernels.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.testing.Bits;
import dev.lanewise.testing.Guarded;
import dev.lanewise.testing.Sizes;
import dev.lanewise.testing.Threads;
import dev.lanewise.testing.Values;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Update rules return the bits of their reference, and write nothing else. */
class UpdatesBitsTest {
  @Property
  void updates(
      @ForAll Rules rule,
      @ForAll(supplier = Sizes.AroundLanes.class) int n,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    compare(rule, n, values, seed, misalignment);
  }

  /** Longer than a block, of which the threads take one each. */
  @Property(tries = 10)
  void longUpdates(
      @ForAll Rules rule,
      @ForAll @IntRange(min = 65_000, max = 270_000) int n,
      @ForAll Values values,
      @ForAll long seed,
      @ForAll @IntRange(max = 16) int misalignment) {
    compare(rule, n, values, seed, misalignment);
  }

  /** However far from a line they begin, in arrays so large that lines are known. */
  @Property(tries = 20)
  void aBlockAndLittleMore(
      @ForAll @IntRange(max = 17) int more,
      @ForAll @IntRange(max = 16) int offset,
      @ForAll long seed) {
    int n = 65_536 + more;
    float[] start = Values.ORDINARY.floats(n, seed);
    float[] g = Values.ORDINARY.floats(n, seed + 1);
    float[] expected = start.clone();
    UpdatesReference.descent(n, 0.1f, 1, 0.01f, expected, 0, g, 0);
    float[] large = new float[200_000];
    System.arraycopy(start, 0, large, offset, n);
    Threads.each(
        threads -> {
          float[] actual = large.clone();
          Updates.descent(n, 0.1f, 1, 0.01f, actual, offset, g, 0);
          Bits.assertEqual("x", expected, Arrays.copyOfRange(actual, offset, offset + n));
          for (int i = 0; i < actual.length; i++) {
            if (i < offset || i >= offset + n) {
              assertEquals(0, actual[i], "beside x, at " + i);
            }
          }
        });
  }

  private static void compare(Rules rule, int n, Values values, long seed, int misalignment) {
    float[] settings = Values.ORDINARY.floats(2, seed + 4);
    float scale = seed % 2 == 0 ? 1 : settings[0];
    float decay = seed % 3 == 0 ? 0 : Math.abs(settings[1]);
    Guarded[] expected = arguments(n, values, seed, 0);
    rule.run(true, n, scale, decay, expected);
    Threads.each(
        threads -> {
          Guarded[] actual = arguments(n, values, seed, misalignment);
          rule.run(false, n, scale, decay, actual);
          for (int i = 0; i < actual.length; i++) {
            Bits.assertEqual(rule + " " + i, expected[i].values(), actual[i].values());
            actual[i].assertCanaries(rule + " " + i);
          }
          actual[1].assertUnchanged("gradients");
        });
  }

  private static Guarded[] arguments(int n, Values values, long seed, int misalignment) {
    Guarded[] arguments = new Guarded[4];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = Guarded.of(values.floats(n, seed + i), misalignment / (i + 1));
    }
    return arguments;
  }
}
