package dev.lanewise.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.vector.Vectors;
import dev.lanewise.testing.ForkedJvm;
import dev.lanewise.testing.Threads;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way to start a JVM runs the kernels it should, says so, and returns the same bits. */
class BackendTest {
  private static final String FLAG = "--add-modules jdk.incubator.vector";

  @ParameterizedTest
  @ValueSource(strings = {"", "-Dlanewise.kernels=auto", "-Dlanewise.kernels=simd"})
  void simdRuns(String option) {
    ForkedJvm.Result run = run(option);
    assertEquals("true", run.value("simd"));
    assertTrue(simdClasses(run).contains("dev.lanewise.kernels.vector.VectorsSimd"), "not loaded");
    assertFalse(warned(run), () -> "a warning without cause: " + run);
    assertSameBits(run);
  }

  @ParameterizedTest
  @ValueSource(strings = {"128", "256", "512"})
  void widthsReturnTheSameBits(String bits) {
    ForkedJvm.Result run = run("-Dlanewise.vectorBits=" + bits);
    assertEquals(bits, run.value("bits"));
    assertEquals("true", run.value("simd"));
    assertSameBits(run);
  }

  /** Where arrays lie, and so where vectors begin, is up to the collector. */
  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseParallelGC", "-XX:G1HeapRegionSize=1m"})
  void collectorsReturnTheSameBits(String option) {
    ForkedJvm.Result run = run(option);
    assertEquals("true", run.value("simd"));
    assertSameBits(run);
  }

  @Test
  void anyNumberOfThreadsReturnsTheSameBits() {
    String alone = Parallelism.serial().call(Workload::hash);
    Threads.each(count -> assertEquals(alone, Workload.hash(), () -> count + " threads"));
    try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
      assertEquals(alone, Parallelism.of(pool, 4).call(Workload::hash), "a caller's executor");
    }
  }

  @Test
  void theReferenceRunsWhenAskedFor() {
    ForkedJvm.Result run = run("-Dlanewise.kernels=reference");
    assertReferenceRan(run);
    assertEquals("-Dlanewise.kernels=reference", run.value("reason"));
    assertFalse(warned(run), () -> "a warning about what was asked for: " + run);
  }

  @Test
  void withoutTheModuleTheReferenceRunsAndTheWarningNamesTheFlag() {
    ForkedJvm.Result run = ForkedJvm.run(List.of(), Workload.class);
    assertReferenceRan(run);
    assertTrue(run.value("reason").contains(FLAG), run.value("reason"));
    List<String> warnings = run.err().stream().filter(line -> line.contains(FLAG)).toList();
    assertEquals(1, warnings.size(), () -> "warnings that name the flag in " + run);
    assertTrue(
        run.loaded().stream().noneMatch(name -> name.startsWith("jdk.incubator.vector")),
        "the Vector API was touched");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1"})
  void withoutC2TheReferenceRuns(String option) {
    ForkedJvm.Result run = run(option);
    assertReferenceRan(run);
    assertTrue(run.value("reason").contains("C2"), run.value("reason"));
    assertTrue(warned(run), () -> "no warning: " + run);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-Dlanewise.kernels=fast", "-Dlanewise.vectorBits=96", "-Dlanewise.vectorBits="})
  void aBadPropertyIsRefusedWithWhatWasExpectedOnEveryCall(String option) {
    ForkedJvm.Result run =
        ForkedJvm.run(
            Stream.concat(ForkedJvm.VECTOR.stream(), Stream.of(option)).toList(), TwoCalls.class);
    assertEquals(0, run.exitCode(), run::toString);
    String name = option.substring(0, option.indexOf('='));
    String value = option.substring(option.indexOf('=') + 1);
    assertEquals(2, run.out().size(), run::toString);
    for (String line : run.out()) {
      assertTrue(line.startsWith("IllegalStateException: " + name + ": expected "), line);
      assertTrue(line.endsWith("actual " + value), line);
    }
  }

  /** A program that goes on after a refusal. */
  static final class TwoCalls {
    public static void main(String[] args) {
      for (int i = 0; i < 2; i++) {
        try {
          Vectors.sum(1, new float[1], 0);
        } catch (IllegalStateException | LinkageError e) {
          System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
      }
    }
  }

  @Test
  void simdIsRefusedWhereItCannotRun() {
    ForkedJvm.Result run = ForkedJvm.run(List.of("-Dlanewise.kernels=simd"), Workload.class);
    assertNotEquals(0, run.exitCode());
    assertTrue(run.err().stream().anyMatch(line -> line.contains(FLAG)), run::toString);
  }

  private static ForkedJvm.Result run(String option) {
    return ForkedJvm.run(
        Stream.concat(ForkedJvm.VECTOR.stream(), Stream.of(option).filter(o -> !o.isEmpty()))
            .toList(),
        Workload.class);
  }

  private static void assertReferenceRan(ForkedJvm.Result run) {
    assertEquals("false", run.value("simd"));
    assertEquals(List.of(), simdClasses(run));
    assertSameBits(run);
  }

  private static void assertSameBits(ForkedJvm.Result run) {
    assertEquals(Workload.hash(), run.value("hash"));
  }

  private static List<String> simdClasses(ForkedJvm.Result run) {
    return run.loaded().stream().filter(name -> name.matches("dev\\.lanewise\\..*Simd")).toList();
  }

  private static boolean warned(ForkedJvm.Result run) {
    return run.err().stream().anyMatch(line -> line.contains("dev.lanewise"));
  }
}
