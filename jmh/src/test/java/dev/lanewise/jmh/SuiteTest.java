package dev.lanewise.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.jmh.impl.CrossCheck;
import dev.lanewise.jmh.impl.Implementation;
import dev.lanewise.jmh.impl.Lanewise;
import dev.lanewise.jmh.impl.Reference;
import dev.lanewise.jmh.suite.Measured;
import dev.lanewise.jmh.suite.Suite;
import dev.lanewise.jmh.work.ConvWork;
import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.GemmWork;
import dev.lanewise.jmh.work.Work;
import java.util.ArrayList;
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
    for (String impl : new String[] {"lanewise", "reference"}) {
      smallest.impl = impl;
      smallest.threads = 2;
      smallest.setup();
      smallest.run();
      smallest.close();
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
            .collect(Collectors.toSet());
    Set<String> suite =
        Suite.benchmarks().stream().map(Class::getCanonicalName).collect(Collectors.toSet());
    assertEquals(suite, found);
  }

  static List<Work> longWork() {
    List<Work> work = new ArrayList<>();
    work.add(new GemmWork(true, true, 500, 700, 501));
    for (ConvWork.Direction way : ConvWork.Direction.values()) {
      work.add(new ConvWork(way, 5, 64, 32, 64, 3, 1, 1, 1));
    }
    return work;
  }

  /** What samples() claims: pieces of the work are pieces of its result. */
  @ParameterizedTest
  @MethodSource("longWork")
  void samplesOfLongWorkAreRight(Work work) {
    Data data = Data.of(work);
    assertTrue(work.samples(data).size() > 1);
    Implementation lanewise = new Lanewise();
    Implementation.Call call = lanewise.prepare(work, data, 1);
    call.run();
    CrossCheck.of(work, data).require(lanewise, call.outputs());
  }

  @Test
  void aWrongKernelIsRefusedWithCoordinateAndBothValues() {
    Work work = new GemmWork(false, false, 5, 7, 3);
    Data data = Data.of(work);
    Implementation.Call call = new Reference().prepare(work, data, 1);
    call.run();
    float right = call.outputs()[0][2 * 7 + 4];
    float wrong = Math.nextUp(right);
    call.outputs()[0][2 * 7 + 4] = wrong;
    CrossCheck check = CrossCheck.of(work, data);
    String message =
        assertThrows(
                CrossCheck.WrongResult.class, () -> check.require(new Lanewise(), call.outputs()))
            .getMessage();
    assertEquals(
        "lanewise: c[2, 4]: reference %s (%08x), actual %s (%08x)"
            .formatted(
                right, Float.floatToRawIntBits(right), wrong, Float.floatToRawIntBits(wrong)),
        message);
  }
}
