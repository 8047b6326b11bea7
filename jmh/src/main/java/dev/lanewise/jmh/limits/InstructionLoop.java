package dev.lanewise.jmh.limits;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;

/** As many simple instructions as a core can take in, on some cores at once. */
public final class InstructionLoop {
  /** Some 180 us. */
  private static final int STEPS = 100_000;

  private static final int WARM_UPS = 100;

  private static final Task LOOPS = new Loops();

  private static volatile long sink;

  private InstructionLoop() {}

  /**
   * Nanoseconds that so many threads take, each for the same loop: as long as for two where one
   * thread has to do the other's. The first time wakes them.
   */
  public static long nanos(int threads) {
    Parallelism parallelism = Parallelism.ofThreads(threads);
    parallelism.run(LOOPS, threads);
    long began = System.nanoTime();
    parallelism.run(LOOPS, threads);
    return System.nanoTime() - began;
  }

  /** Until it is compiled. */
  public static void warmUp() {
    for (int i = 0; i < WARM_UPS; i++) {
      nanos(1);
    }
  }

  /** Three chains that C2 makes no vectors of. */
  private static long run() {
    long a = 1;
    long b = 2;
    long c = 3;
    long d = 4;
    long e = 5;
    long f = 6;
    for (int i = 0; i < STEPS; i++) {
      a += b ^ i;
      b = (b << 1) ^ (a >>> 3);
      c += d ^ i;
      d = (d << 1) ^ (c >>> 3);
      e += f ^ i;
      f = (f << 1) ^ (e >>> 3);
    }
    return a ^ b ^ c ^ d ^ e ^ f;
  }

  private static final class Loops extends Task {
    @Override
    protected void part(int index) {
      sink = run();
    }
  }
}
