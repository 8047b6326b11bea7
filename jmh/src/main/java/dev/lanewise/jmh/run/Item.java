package dev.lanewise.jmh.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.lanewise.jmh.suite.Measured;
import dev.lanewise.jmh.suite.Shape;
import dev.lanewise.jmh.suite.Suite;
import dev.lanewise.jmh.work.Work;
import java.util.List;

/**
 * One piece of work on a number of threads, and the implementations that take turns at it.
 *
 * @param benchmark class name
 * @param shape name of a constant of the benchmark's shapes
 */
public record Item(String benchmark, String shape, int threads, List<String> impls) {

  @JsonIgnore
  Work work() {
    return measured().work();
  }

  @JsonIgnore
  Shape why() {
    return Suite.shape(measured());
  }

  /** The name by which JMH knows it. */
  @JsonIgnore
  String jmhName() {
    return measured().getClass().getCanonicalName();
  }

  private Measured measured() {
    return Suite.benchmarks().stream()
        .filter(c -> c.getName().equals(benchmark))
        .flatMap(c -> Suite.cases(c).stream())
        .filter(m -> Suite.shape(m).toString().equals(shape))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no benchmark " + this));
  }
}
