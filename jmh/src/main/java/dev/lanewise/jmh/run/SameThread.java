package dev.lanewise.jmh.run;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The thread in which JMH measures, the same in all turns, as a user's thread lives on between
 * calls. JMH would start one for each turn: it finds its scratch memory not yet allocated, and the
 * operating system may keep it on one core with the threads that are to help it for longer than a
 * turn lasts (gemm on two cores: 2.9 ms in some turns, 1.5 ms in others).
 */
public final class SameThread extends AbstractExecutorService {
  private static final ExecutorService THREAD =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("bench").daemon().factory());

  private boolean shut;

  /** As JMH calls it. */
  public SameThread(int threads, String prefix) {
    if (threads != 1) {
      throw new IllegalArgumentException("threads: expected 1, actual " + threads);
    }
  }

  @Override
  public void execute(Runnable command) {
    THREAD.execute(command);
  }

  @Override
  public void shutdown() {
    shut = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    shut = true;
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return shut;
  }

  @Override
  public boolean isTerminated() {
    return shut;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return shut;
  }
}
