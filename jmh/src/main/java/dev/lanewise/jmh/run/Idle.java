package dev.lanewise.jmh.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Waits until the threads of whoever had its turn before are asleep. OpenMP's, OpenBLAS's and ONNX
 * Runtime's threads go on spinning for some time after a call, in case there is another: on the
 * cores that the next one's threads need.
 */
final class Idle {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final long SLICE_MILLIS = 4;
  private static final int MOST_SLICES = 100;

  private Idle() {}

  static void await() {
    for (int i = 0; i < MOST_SLICES; i++) {
      long cpu = SYSTEM.getProcessCpuTime();
      long wall = System.nanoTime();
      try {
        TimeUnit.MILLISECONDS.sleep(SLICE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      if (SYSTEM.getProcessCpuTime() - cpu < (System.nanoTime() - wall) / 4) {
        return;
      }
    }
  }
}
