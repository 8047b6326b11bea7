package dev.lanewise.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.jmh.impl.Implementation;
import dev.lanewise.jmh.impl.Implementations;
import dev.lanewise.jmh.suite.Measured;
import dev.lanewise.jmh.suite.Suite;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

class SuiteTest {
  static List<Class<? extends Measured>> benchmarks() {
    return Suite.benchmarks();
  }

  /** On its smallest shape, with the check against the reference that goes before timing. */
  @ParameterizedTest
  @MethodSource("benchmarks")
  void everyBenchmarkRunsAndIsRight(Class<? extends Measured> benchmark) {
    Measured smallest =
        Suite.cases(benchmark).stream()
            .min(Comparator.comparingLong(m -> m.work().flops()))
            .orElseThrow();
    for (Implementation impl : Implementations.ours()) {
      if (impl.does(smallest.work(), 1)) {
        smallest.impl = impl.name();
        smallest.threads = 2;
        smallest.setup();
        smallest.run();
      }
    }
  }

  @Test
  void theSuiteIsWhatJmhFinds() {
    Set<String> found =
        BenchmarkList.defaultList()
            .getAll(
                OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
            .stream()
            .map(b -> b.getUserClassQName())
            .filter(name -> !name.startsWith("dev.lanewise.jmh.limits."))
            .collect(Collectors.toSet());
    Set<String> suite =
        Suite.benchmarks().stream().map(Class::getCanonicalName).collect(Collectors.toSet());
    assertEquals(suite, found);
  }
}
