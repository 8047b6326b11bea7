package dev.lanewise.jmh.run;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;

/**
 * Waits until the threads of whoever had its turn before are asleep. OpenMP's, OpenBLAS's and ONNX
 * Runtime's threads go on spinning for some time after a call, in case there is another: on the
 * cores that the next one's threads need.
 *
 * <p>The processor time is read from the system itself: Java's own figure moves in steps of 10 ms.
 */
final class Idle {
  /** Of this process, in Linux; the others that have such threads need Linux, too. */
  private static final int CLOCK_PROCESS_CPUTIME_ID = 2;

  private static final boolean LINUX = System.getProperty("os.name").equals("Linux");
  private static final long SLICE_MILLIS = 2;
  private static final int MOST_SLICES = 200;

  /** One after the other: a thread whose core the machine takes away for a slice looks asleep. */
  private static final int QUIET_SLICES = 2;

  private Idle() {}

  /** Returns when the process has slept for some slices, all but a quarter of each. */
  static void await() {
    if (!LINUX) {
      return;
    }
    int quiet = 0;
    for (int i = 0; i < MOST_SLICES && quiet < QUIET_SLICES; i++) {
      long cpu = cpuNanos();
      long wall = System.nanoTime();
      try {
        TimeUnit.MILLISECONDS.sleep(SLICE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      quiet = cpuNanos() - cpu < (System.nanoTime() - wall) / 4 ? quiet + 1 : 0;
    }
  }

  /** Nanoseconds that all threads of this process have run. */
  private static long cpuNanos() {
    try {
      int failed = (int) Clock.GETTIME.invokeExact(CLOCK_PROCESS_CPUTIME_ID, Clock.TIME);
      if (failed != 0) {
        throw new IllegalStateException("clock_gettime: " + failed);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("clock_gettime", e);
    }
    return Clock.TIME.get(JAVA_LONG, 0) * 1_000_000_000 + Clock.TIME.get(JAVA_LONG, 8);
  }

  /** Looked up in Linux only. */
  private static final class Clock {
    static final MemorySegment TIME = Arena.global().allocate(16, 8); // seconds, nanoseconds

    @SuppressWarnings("restricted")
    static final MethodHandle GETTIME =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().find("clock_gettime").orElseThrow(),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  }
}
