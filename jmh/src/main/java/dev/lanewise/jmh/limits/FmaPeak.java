package dev.lanewise.jmh.limits;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The arithmetic that some cores can do at once: a call is {@link #flops} operations. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class FmaPeak {
  /** About a millisecond, beside which it does not count that threads must be woken. */
  private static final int STEPS = 1 << 18;

  @Param({"1", "2"})
  public int threads;

  private final Loops loops = new Loops();
  private Parallelism parallelism;

  public static long flops(int threads) {
    return threads * FmaLoop.flops(STEPS);
  }

  @Setup
  public void setup() {
    parallelism = Parallelism.ofThreads(threads);
  }

  @Benchmark
  public float run() {
    parallelism.run(loops, threads);
    return loops.result;
  }

  private static final class Loops extends Task {
    private volatile float result;

    @Override
    protected void part(int index) {
      result = FmaLoop.run(STEPS);
    }
  }
}
