package dev.lanewise.jmh.suite;

import dev.lanewise.jmh.impl.Implementation;
import dev.lanewise.jmh.impl.Implementations;
import dev.lanewise.jmh.impl.Prepared;
import dev.lanewise.jmh.work.Work;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What all benchmarks are: some work, done by an implementation, on a number of threads. A
 * benchmark adds a parameter {@code shape} and says what work that is.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {
      "--add-modules=jdk.incubator.vector",
      "--enable-native-access=ALL-UNNAMED",
      "-Xms4g"
    })
public abstract class Measured {
  @Param({"lanewise", "reference"})
  public String impl;

  /** Threads that the implementation may use; JMH's own {@code -t} stays at 1. */
  @Param("1")
  public int threads;

  private Implementation.Call call;

  /** What this benchmark does with its shape. */
  public abstract Work work();

  /** Refuses to time a kernel whose result is wrong. */
  @Setup
  public void setup() {
    call = Prepared.call(work(), Implementations.named(impl), threads);
  }

  @Benchmark
  public void run() {
    call.run();
  }
}
