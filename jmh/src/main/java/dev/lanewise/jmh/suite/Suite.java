package dev.lanewise.jmh.suite;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Every benchmark there is. */
public final class Suite {
  private Suite() {}

  /** Operations that are alike. */
  public static List<Class<?>> families() {
    return List.of(
        VectorBenchmarks.class,
        GemmBenchmarks.class,
        ConvBenchmarks.class,
        PoolBenchmarks.class,
        ActivationBenchmarks.class,
        LossBenchmarks.class,
        NormBenchmarks.class,
        UpdateBenchmarks.class,
        NetBenchmarks.class);
  }

  /** One operation in one direction each. */
  public static List<Class<? extends Measured>> benchmarks() {
    return families().stream().flatMap(family -> benchmarks(family).stream()).toList();
  }

  /** Those of a family, by name. */
  public static List<Class<? extends Measured>> benchmarks(Class<?> family) {
    List<Class<? extends Measured>> all = new ArrayList<>();
    for (Class<?> c : family.getDeclaredClasses()) {
      if (Measured.class.isAssignableFrom(c) && !Modifier.isAbstract(c.getModifiers())) {
        all.add(c.asSubclass(Measured.class));
      }
    }
    all.sort(Comparator.comparing(Class::getName));
    return all;
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

  /** The shape that a case has. */
  public static Shape shape(Measured measured) {
    try {
      return (Shape) measured.getClass().getField("shape").get(measured);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(measured.getClass() + " has no parameter shape", e);
    }
  }
}
