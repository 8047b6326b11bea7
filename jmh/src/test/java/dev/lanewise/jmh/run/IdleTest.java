package dev.lanewise.jmh.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class IdleTest {
  /** Now and then, where others need the processor, a thread that wants to spin looks asleep. */
  private static final int TRIES = 20;

  @Test
  @EnabledOnOs(OS.LINUX)
  void waitsForThreadsThatSpin() {
    assertTrue(IntStream.range(0, TRIES).anyMatch(i -> waits()));
  }

  /** As others' threads do after a call. */
  private static boolean waits() {
    CountDownLatch spinning = new CountDownLatch(1);
    long[] end = new long[1];
    Thread spinner =
        new Thread(
            () -> {
              spinning.countDown();
              long stop = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(30);
              while (System.nanoTime() < stop) {
                Thread.onSpinWait();
              }
              end[0] = System.nanoTime();
            });
    spinner.start();
    try {
      spinning.await();
      Idle.await();
      long idle = System.nanoTime();
      spinner.join();
      return idle >= end[0];
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
