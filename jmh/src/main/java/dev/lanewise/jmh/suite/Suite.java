package dev.lanewise.jmh.suite;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Every benchmark there is. */
public final class Suite {
  private Suite() {}

  /** One operation in one direction. */
  public static List<Class<? extends Measured>> benchmarks() {
    return Stream.of(
            VectorBenchmarks.class,
            GemmBenchmarks.class,
            ConvBenchmarks.class,
            PoolBenchmarks.class,
            ActivationBenchmarks.class,
            LossBenchmarks.class,
            NetBenchmarks.class)
        .flatMap(Suite::benchmarks)
        .toList();
  }

  /** One benchmark on each of its shapes. */
  public static List<Measured> cases(Class<? extends Measured> benchmark) {
    try {
      return Arrays.stream(benchmark.getField("shape").getType().getEnumConstants())
          .map(shape -> on(benchmark, shape))
          .toList();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(benchmark + " has no parameter shape", e);
    }
  }

  private static Measured on(Class<? extends Measured> benchmark, Object shape) {
    try {
      Measured measured = benchmark.getConstructor().newInstance();
      benchmark.getField("shape").set(measured, shape);
      return measured;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(benchmark + " cannot be made", e);
    }
  }

  private static Stream<Class<? extends Measured>> benchmarks(Class<?> family) {
    return Arrays.stream(family.getDeclaredClasses())
        .filter(c -> Measured.class.isAssignableFrom(c) && !Modifier.isAbstract(c.getModifiers()))
        .map(c -> c.asSubclass(Measured.class));
  }
}
