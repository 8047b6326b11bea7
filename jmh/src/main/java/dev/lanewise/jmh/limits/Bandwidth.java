package dev.lanewise.jmh.limits;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What some cores can read, or copy (from the first half of the working set to the second), when
 * they do nothing else: a call moves {@link #moved} bytes. The working set is split among the
 * threads.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class Bandwidth {
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;

  /** Bytes a call moves at least, so that it does not count that threads must be woken. */
  private static final int ENOUGH = 16 << 20;

  /**
   * Floats of a cache line, and bytes up to which it matters where in one the vectors begin: where
   * all of them lie across two lines, caches give half as much.
   */
  private static final int LINE = 16;

  private static final int NEAR = 1 << 22;

  public enum Way {
    READ,
    COPY
  }

  @Param public Way way;

  @Param({"1", "2"})
  public int threads;

  /** From well inside L1 to outside all caches, or nearly so. */
  @Param({"16384", "65536", "262144", "1048576", "4194304", "16777216", "67108864", "268435456"})
  public int bytes;

  private final Passes passes = new Passes();
  private Parallelism parallelism;

  /** Bytes read and written by one call. */
  public static long moved(int bytes) {
    return (long) rounds(bytes) * bytes;
  }

  private static int rounds(int bytes) {
    return Math.max(1, ENOUGH / bytes);
  }

  @Setup
  public void setup() {
    parallelism = Parallelism.ofThreads(threads);
    passes.array = new float[bytes / Float.BYTES + LINE];
    passes.slice = bytes / Float.BYTES / threads / (8 * F.length()) * (8 * F.length());
    passes.rounds = rounds(bytes);
    passes.way = way;
    passes.start = bytes <= NEAR ? fastestStart() : 0;
  }

  /** Where arrays begin in a cache line, Java does not say. */
  private int fastestStart() {
    int fastest = 0;
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4 * LINE; i++) {
      passes.start = i % LINE;
      long before = System.nanoTime();
      run();
      long nanos = System.nanoTime() - before;
      if (nanos < least) {
        least = nanos;
        fastest = passes.start;
      }
    }
    return fastest;
  }

  @Benchmark
  public float run() {
    parallelism.run(passes, threads);
    return passes.result;
  }

  private static final class Passes extends Task {
    private float[] array;
    private int start;
    private int slice;
    private int rounds;
    private Way way;
    private volatile float result;

    @Override
    protected void part(int index) {
      int from = start + index * slice;
      switch (way) {
        case READ -> result = read(array, from, slice, rounds);
        case COPY -> {
          for (int round = 0; round < rounds; round++) {
            System.arraycopy(array, from, array, from + slice / 2, slice / 2);
          }
        }
      }
    }

    /** Four places at once: of a single stream the prefetchers do not make the most. */
    private static float read(float[] from, int offset, int n, int rounds) {
      int width = F.length();
      FloatVector a = FloatVector.zero(F);
      FloatVector b = a;
      FloatVector c = a;
      FloatVector d = a;
      FloatVector e = a;
      FloatVector f = a;
      FloatVector g = a;
      FloatVector h = a;
      int quarter = n / 4;
      for (int round = 0; round < rounds; round++) {
        for (int i = offset; i < offset + quarter; i += 2 * width) {
          a = a.add(FloatVector.fromArray(F, from, i));
          b = b.add(FloatVector.fromArray(F, from, i + width));
          c = c.add(FloatVector.fromArray(F, from, i + quarter));
          d = d.add(FloatVector.fromArray(F, from, i + quarter + width));
          e = e.add(FloatVector.fromArray(F, from, i + 2 * quarter));
          f = f.add(FloatVector.fromArray(F, from, i + 2 * quarter + width));
          g = g.add(FloatVector.fromArray(F, from, i + 3 * quarter));
          h = h.add(FloatVector.fromArray(F, from, i + 3 * quarter + width));
        }
      }
      return a.add(b).add(c.add(d)).add(e.add(f).add(g.add(h))).lane(0);
    }
  }
}
