package dev.lanewise.testing;

import com.sun.management.ThreadMXBean;
import dev.lanewise.kernels.simd.Lanes;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Assumptions;

/**
 * Bytes that a kernel allocates per call in its calling thread. Until C2 has compiled it, vector
 * code runs boxed, so the meter goes on until a whole window of calls allocates nothing; the limit
 * is for kernels that never get there.
 */
public final class AllocationMeter {
  private static final int WINDOW = 200;

  /** The meter's own: a boxed long or two. */
  private static final long NOISE = 256;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private AllocationMeter() {}

  /**
   * Bytes per call of the last window before the limit; 0 as soon as two windows are clean. Where
   * vectors are emulated the test is skipped.
   */
  public static long bytesPerCall(Duration limit, Runnable kernel) {
    Assumptions.assumeTrue(
        Lanes.BITS <= FloatVector.SPECIES_PREFERRED.vectorBitSize(),
        "vectors wider than the CPU's are emulated, in boxes");
    long end = System.nanoTime() + limit.toNanos();
    int clean = 0;
    while (true) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < WINDOW; i++) {
        kernel.run();
      }
      long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
      clean = bytes <= NOISE ? clean + 1 : 0;
      if (clean == 2) {
        return 0;
      }
      if (System.nanoTime() > end) {
        return Math.max(1, bytes / WINDOW);
      }
    }
  }
}
