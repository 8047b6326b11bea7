package dev.lanewise.jmh.run;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;

/**
 * Waits until the machine's other guests leave our cores alone. A virtual machine's core may be one
 * of a real core's two threads. While the other one is busy, for a tenth of a second or for
 * minutes, ours has fewer instructions per cycle, and code of many instructions loses more than
 * code of few: on two threads gemm of 512 cubed takes 1.6 times as long, other libraries', whose
 * multiply-adds read and broadcast by themselves, 1.3 times.
 */
final class Neighbours {
  /** Alone, one probe takes as long as another but for a twentieth; beside others 1.25 times. */
  private static final double ALONE = 1.12;

  private final IntToLongFunction probe;
  private long nanosLeft;

  /** By the number of threads. */
  private final Map<Integer, Long> least = new HashMap<>();

  /**
   * @param probe how long work takes that so many threads do at once, each of them the same
   * @param mostMillis to wait, in all
   */
  Neighbours(IntToLongFunction probe, long mostMillis) {
    this.probe = probe;
    nanosLeft = TimeUnit.MILLISECONDS.toNanos(mostMillis);
  }

  /**
   * Returns when so many cores are ours, or no time to wait is left, or there are not as many. Our
   * own threads are then awake for a moment, shorter than what is run before a turn is timed.
   */
  void await(int threads) {
    if (threads > Runtime.getRuntime().availableProcessors()) {
      return;
    }
    long began = System.nanoTime();
    while (nanosLeft > 0 && !alone(threads)) {
      try {
        TimeUnit.MILLISECONDS.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      long now = System.nanoTime();
      nanosLeft -= now - began;
      began = now;
    }
  }

  private boolean alone(int threads) {
    long nanos = probe.applyAsLong(threads);
    return nanos <= ALONE * least.merge(threads, nanos, Math::min);
  }
}
