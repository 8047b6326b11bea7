package dev.lanewise.jmh.limits;

import dev.lanewise.jmh.report.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/** Measures what the machine can do. */
public final class LimitsMeter {
  /** As many times for the one figure that all arithmetic is held against. */
  private static final int PEAK_TRIES = 3;

  private static final List<Integer> WORKING_SETS =
      List.of(1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22, 1 << 24, 1 << 26, 1 << 28);

  private LimitsMeter() {}

  /**
   * @param tries of which the best counts: a limit is what is possible
   * @param micros times a benchmark with these parameters
   */
  public static Limits measure(
      int threads, int tries, ToDoubleBiFunction<String, Map<String, String>> micros) {
    String t = Integer.toString(threads);
    double peak = best(PEAK_TRIES * tries, micros, FmaPeak.class, Map.of("threads", t));
    List<Limits.Bandwidth> bandwidth = new ArrayList<>();
    for (int bytes : WORKING_SETS) {
      double read = bandwidth(tries, micros, Bandwidth.Way.READ, t, bytes);
      double copy = bandwidth(tries, micros, Bandwidth.Way.COPY, t, bytes);
      bandwidth.add(new Limits.Bandwidth(bytes, read, copy));
    }
    return new Limits(threads, FmaPeak.flops(threads) / peak / 1e3, bandwidth);
  }

  private static double bandwidth(
      int tries,
      ToDoubleBiFunction<String, Map<String, String>> micros,
      Bandwidth.Way way,
      String threads,
      int bytes) {
    Map<String, String> parameters =
        Map.of("threads", threads, "way", way.name(), "bytes", Integer.toString(bytes));
    return Bandwidth.moved(bytes) / best(tries, micros, Bandwidth.class, parameters) / 1e3;
  }

  private static double best(
      int tries,
      ToDoubleBiFunction<String, Map<String, String>> micros,
      Class<?> benchmark,
      Map<String, String> parameters) {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < tries; i++) {
      best = Math.min(best, micros.applyAsDouble(benchmark.getName(), parameters));
    }
    return best;
  }
}
