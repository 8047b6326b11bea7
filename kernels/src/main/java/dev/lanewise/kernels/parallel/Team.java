package dev.lanewise.kernels.parallel;

import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that help a caller with the parts of one task at a time.
 *
 * <p>The ticket is the whole protocol: its upper half numbers the tasks, its lower half is the next
 * part to hand out. Who moves the ticket on by one with a compare-and-set owns that part, and knows
 * that the task it read is still the current one, since a task ends only when all its parts have.
 */
final class Team {
  /** About 20 us: longer than the gap between two kernels of a net, too short to be a nuisance. */
  private static final int SPINS = 1_000;

  private static final long NONE_LEFT = Integer.MAX_VALUE;

  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicLong ticket = new AtomicLong();
  private final AtomicInteger pending = new AtomicInteger();
  private final int helpers;

  /** The caller's threads; null if we have our own. */
  private final Executor executor;

  private final AtomicInteger asked = new AtomicInteger();
  private final Runnable help = () -> Parallelism.serial().run(this::help);
  private Worker[] workers;

  // Written by the caller before it publishes a ticket, read after reading that ticket.
  private Task task;
  private int parts;

  private volatile Thread waiting;
  private volatile Throwable failure;

  Team(int helpers, Executor executor) {
    this.helpers = helpers;
    this.executor = executor;
  }

  /** Does the task with the team's help, or returns false at once if the team is taken. */
  boolean tryRun(Task newTask, int newParts) {
    if (!busy.compareAndSet(false, true)) {
      return false;
    }
    try {
      long number = ticket.get() >>> 32;
      // Closed: else a helper late from the last task could take one of its numbers for this one.
      ticket.set(number << 32 | NONE_LEFT);
      task = newTask;
      parts = newParts;
      pending.set(newParts);
      ticket.set((number + 1) << 32);
      callHelpers(Math.min(helpers, newParts - 1));
      takeParts();
      awaitHelpers();
      task = null;
      rethrow();
      return true;
    } finally {
      busy.set(false);
    }
  }

  private void callHelpers(int count) {
    if (executor != null) {
      askExecutor(count);
      return;
    }
    if (workers == null) {
      workers = startWorkers();
    }
    for (int i = 0; i < Math.min(count, workers.length); i++) {
      if (workers[i].parked) {
        LockSupport.unpark(workers[i]);
      }
    }
  }

  /**
   * What the executor does not take, the calling thread does: the task is under way, so a refusal
   * of whatever kind must not end it. An executor that is slow never has more than one request per
   * helper in its queue.
   */
  private void askExecutor(int count) {
    try {
      for (int i = asked.get(); i < count; i++) {
        asked.incrementAndGet();
        executor.execute(help);
      }
    } catch (RuntimeException | OutOfMemoryError refused) {
      asked.decrementAndGet();
    }
  }

  private void help() {
    asked.decrementAndGet();
    takeParts();
  }

  /** As many as can be had. */
  private Worker[] startWorkers() {
    Worker[] started = new Worker[helpers];
    for (int i = 0; i < helpers; i++) {
      started[i] = new Worker(i + 1);
      try {
        started[i].start();
      } catch (OutOfMemoryError noMoreThreads) {
        return Arrays.copyOf(started, i);
      }
    }
    return started;
  }

  /** Takes parts of the current task until none is left. */
  private void takeParts() {
    while (true) {
      long now = ticket.get();
      int part = (int) now;
      Task current = task;
      if (part >= parts || current == null) {
        return;
      }
      if (ticket.compareAndSet(now, now + 1)) {
        try {
          current.part(part);
        } catch (Throwable t) {
          failure = t; // of several, any
        }
        if (pending.decrementAndGet() == 0) {
          LockSupport.unpark(waiting);
        }
      }
    }
  }

  private void awaitHelpers() {
    for (int spins = 0; pending.get() > 0; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        waiting = Thread.currentThread();
        if (pending.get() > 0) {
          LockSupport.park(this);
        }
      }
    }
    waiting = null;
  }

  private void rethrow() {
    Throwable thrown = failure;
    failure = null;
    switch (thrown) {
      case null -> {}
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new IllegalStateException(thrown);
    }
  }

  /** Waits for tickets: awake for a moment after each task, asleep after that. */
  private final class Worker extends Thread {
    volatile boolean parked;

    Worker(int number) {
      super("lanewise-" + number);
      setDaemon(true);
    }

    @Override
    public void run() {
      Parallelism.serial().run(this::work);
    }

    private void work() {
      long seen = 0;
      while (true) {
        awaitTicketAfter(seen);
        seen = ticket.get() >>> 32;
        takeParts();
      }
    }

    private void awaitTicketAfter(long seen) {
      for (int spins = 0; ticket.get() >>> 32 == seen; spins++) {
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          parked = true;
          if (ticket.get() >>> 32 == seen) {
            LockSupport.park(Team.this);
          }
          parked = false;
        }
      }
    }
  }
}
