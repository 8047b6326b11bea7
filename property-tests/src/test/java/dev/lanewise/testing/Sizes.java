package dev.lanewise.testing;

import dev.lanewise.kernels.simd.Lanes;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;

/** Sizes at which vector loops break: around what they step by. */
public final class Sizes {
  private Sizes() {}

  /** For {@code @ForAll(supplier = Sizes.AroundLanes.class)}: see {@link #aroundLanes}. */
  public static final class AroundLanes implements ArbitrarySupplier<Integer> {
    @Override
    public Arbitrary<Integer> get() {
      return aroundLanes();
    }
  }

  /** 0, 1, and one less, exactly and one more than a few vectors; now and then any small size. */
  public static Arbitrary<Integer> aroundLanes() {
    int lanes = Lanes.LENGTH;
    return around(lanes, 2 * lanes, 3 * lanes, 4 * lanes, 8 * lanes, 64, 128);
  }

  /** 0, 1, every step - 1, step, step + 1, and now and then any size up to the largest step. */
  public static Arbitrary<Integer> around(int... steps) {
    Integer[] sizes =
        IntStream.concat(
                IntStream.of(0, 1), IntStream.of(steps).flatMap(s -> IntStream.of(s - 1, s, s + 1)))
            .boxed()
            .toArray(Integer[]::new);
    int largest = IntStream.of(steps).max().orElseThrow();
    return Arbitraries.oneOf(Arbitraries.of(sizes), Arbitraries.integers().between(0, largest));
  }
}
