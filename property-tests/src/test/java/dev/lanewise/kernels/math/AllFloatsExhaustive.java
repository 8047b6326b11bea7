package dev.lanewise.kernels.math;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.testing.Bits;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All 2^32 floats: vectors return the bits of scalars, and the error is within what is published. A
 * minute or so per function; {@code mvn verify -Pexhaustive} runs it and prints the errors found.
 */
class AllFloatsExhaustive {
  private static final int CHUNK = 1 << 16;

  /** The greatest error, and where it is. */
  private record Worst(double ulps, float x) {
    Worst or(Worst other) {
      return other.ulps > ulps ? other : this;
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFloat(Function function) {
    Worst worst =
        IntStream.range(0, 1 << 16)
            .parallel()
            .mapToObj(chunk -> worst(function, chunk * CHUNK))
            .reduce(new Worst(0, 0), Worst::or);
    System.out.printf("%-8s %.4f ulp at %a%n", function, worst.ulps, worst.x);
    assertTrue(worst.ulps <= function.maxUlps, worst::toString);
  }

  private static Worst worst(Function function, int firstBits) {
    float[] x = new float[CHUNK];
    float[] y = new float[CHUNK];
    float[] onVectors = new float[CHUNK];
    for (int i = 0; i < CHUNK; i++) {
      x[i] = Float.intBitsToFloat(firstBits + i);
    }
    function.scalars(x, y);
    function.vectors(x, onVectors);
    Bits.assertEqual(function.name(), y, onVectors);
    Worst worst = new Worst(0, 0);
    for (int i = 0; i < CHUNK; i++) {
      double ulps = Function.ulps(y[i], function.exact(x[i]));
      if (ulps > worst.ulps) {
        worst = new Worst(ulps, x[i]);
      }
    }
    return worst;
  }
}
