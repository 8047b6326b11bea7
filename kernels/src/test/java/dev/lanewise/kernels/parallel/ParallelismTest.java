package dev.lanewise.kernels.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class ParallelismTest {
  @Test
  void everyPartRunsOnce() {
    for (int threads : new int[] {1, 2, 3, 5}) {
      for (int parts : new int[] {0, 1, 2, 7, 100}) {
        for (int round = 0; round < 200; round++) {
          assertEachPartOnce(Parallelism.ofThreads(threads), parts);
        }
      }
    }
  }

  /** A helper late from a task of few parts must not take a part of the next, longer one twice. */
  @Test
  void shortAndLongTasksInTurn() {
    Parallelism three = Parallelism.ofThreads(3);
    for (int round = 0; round < 20_000; round++) {
      assertEachPartOnce(three, 2);
      assertEachPartOnce(three, 16);
    }
  }

  @Test
  void callersExecutorHelps() {
    try (ExecutorService executor = Executors.newFixedThreadPool(3)) {
      for (int round = 0; round < 500; round++) {
        assertEachPartOnce(Parallelism.of(executor, 4), 9);
      }
    }
  }

  @Test
  void executorThatRefusesOrNeverRunsIsNotWaitedFor() {
    Parallelism idle = Parallelism.of(command -> {}, 4);
    assertEachPartOnce(idle, 9);
    ExecutorService closed = Executors.newFixedThreadPool(1);
    closed.shutdown();
    assertEachPartOnce(Parallelism.of(closed, 4), 9);
    Parallelism broken =
        Parallelism.of(
            command -> {
              throw new IllegalStateException("no");
            },
            4);
    assertEachPartOnce(broken, 9);
  }

  @Test
  void requestsToASlowExecutorDoNotPileUp() {
    List<Runnable> queue = new ArrayList<>();
    Parallelism slow = Parallelism.of(queue::add, 4);
    for (int round = 0; round < 100; round++) {
      assertEachPartOnce(slow, 9);
    }
    assertEquals(3, queue.size());
    queue.forEach(Runnable::run);
    assertEachPartOnce(slow, 9);
    assertEquals(6, queue.size());
  }

  @Test
  void nestedTasksRunInTheirCallingThread() {
    Parallelism two = Parallelism.ofThreads(2);
    two.run(
        task(
            outer -> {
              Thread caller = Thread.currentThread();
              Parallelism.current()
                  .run(task(inner -> assertSame(caller, Thread.currentThread())), 20);
              two.run(task(inner -> assertSame(caller, Thread.currentThread())), 20);
            }),
        4);
  }

  @Test
  void concurrentCallersShareOneTeam() throws InterruptedException {
    Parallelism three = Parallelism.ofThreads(3);
    Set<String> failures = ConcurrentHashMap.newKeySet();
    Thread[] callers = new Thread[4];
    for (int c = 0; c < callers.length; c++) {
      callers[c] =
          new Thread(
              () -> {
                try {
                  for (int round = 0; round < 500; round++) {
                    assertEachPartOnce(three, 8);
                  }
                } catch (Throwable t) {
                  failures.add(t.toString());
                }
              });
      callers[c].start();
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertEquals(Set.of(), failures);
  }

  @Test
  void failureOfAPartReachesTheCallerAndTheTeamSurvives() {
    Parallelism two = Parallelism.ofThreads(2);
    for (int round = 0; round < 100; round++) {
      IllegalStateException thrown =
          assertThrows(
              IllegalStateException.class,
              () ->
                  two.run(
                      task(
                          i -> {
                            if (i == 3) {
                              throw new IllegalStateException("part 3");
                            }
                          }),
                      8));
      assertEquals("part 3", thrown.getMessage());
      assertEachPartOnce(two, 8);
    }
  }

  @Test
  void scopeOverridesDefault() {
    Parallelism outside = Parallelism.current();
    Parallelism three = Parallelism.ofThreads(3);
    three.run(() -> assertSame(three, Parallelism.current()));
    assertEquals(3, three.call(() -> Parallelism.current().threads()));
    assertSame(outside, Parallelism.current());
    assertEquals(Runtime.getRuntime().availableProcessors(), outside.threads());
  }

  @Test
  void refusesNoThreads() {
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> Parallelism.ofThreads(0)).getMessage();
    assertEquals("threads: expected 1 or more, actual 0", refusal);
  }

  @Test
  void helpersReallyHelp() throws InterruptedException {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    Parallelism.ofThreads(2)
        .run(
            task(
                i -> {
                  seen.add(Thread.currentThread());
                  try {
                    Thread.sleep(20);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }),
            8);
    assertTrue(seen.size() == 2, () -> "threads seen: " + seen);
  }

  /** What a thread wrote in the last task of as many parts is in its cache. */
  @Test
  void everyThreadBeginsWithAShareOfItsOwn() {
    CyclicBarrier begun = new CyclicBarrier(3);
    List<Integer> firstOfShares = List.of(0, 3, 5);
    Parallelism.ofThreads(3)
        .run(
            task(
                part -> {
                  if (firstOfShares.contains(part)) {
                    try {
                      begun.await(30, TimeUnit.SECONDS);
                    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                      throw new AssertionError("not begun together", e);
                    }
                  }
                }),
            7);
  }

  private static void assertEachPartOnce(Parallelism parallelism, int parts) {
    AtomicIntegerArray done = new AtomicIntegerArray(parts);
    parallelism.run(task(done::incrementAndGet), parts);
    int[] counts = new int[parts];
    Arrays.setAll(counts, done::get);
    int[] expected = new int[parts];
    Arrays.fill(expected, 1);
    assertArrayEquals(expected, counts);
  }

  private static Task task(IntConsumer body) {
    return new Task() {
      @Override
      protected void part(int index) {
        body.accept(index);
      }
    };
  }
}
