package dev.lanewise.kernels.parallel;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that help a caller with the parts of one task at a time.
 *
 * <p>Every thread has a share of the parts, the same in each task of as many parts: what it wrote
 * in the last one is still in its cache, from where another thread has to fetch it line by line
 * (two ReLUs of 512 K floats, one after the other on two threads, 175 us, by shares 147). Who is
 * done with its own share takes parts of the others'.
 *
 * <p>The tickets, one for each share, are the whole protocol: the upper half numbers the tasks, the
 * lower half is the next part to hand out. Who moves a ticket on by one with a compare-and-set owns
 * that part, and knows that the task it read is still the current one, since a task ends only when
 * all its parts have.
 */
final class Team {
  /**
   * About a quarter of a millisecond: longer than what lies between two kernels of a net, too short
   * to be a nuisance. Waking a thread takes tens of microseconds, and it may come to lie on the
   * core of whoever woke it.
   */
  private static final int SPINS = 20_000;

  private static final long NONE_LEFT = Integer.MAX_VALUE;

  /** Longs from one ticket to the next: two cache lines, which are fetched as one. */
  private static final int TICKET = 16;

  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicLongArray tickets;
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
  private long number;

  private volatile Thread waiting;
  private volatile Throwable failure;

  Team(int helpers, Executor executor) {
    this.helpers = helpers;
    this.executor = executor;
    tickets = new AtomicLongArray((helpers + 1) * TICKET);
  }

  /** Does the task with the team's help, or returns false at once if the team is taken. */
  boolean tryRun(Task newTask, int newParts) {
    if (!busy.compareAndSet(false, true)) {
      return false;
    }
    try {
      // Closed: else a helper late from the last task could take one of its numbers for this one.
      for (int share = 0; share <= helpers; share++) {
        tickets.set(share * TICKET, number << 32 | NONE_LEFT);
      }
      VarHandle.fullFence(); // a late helper may see nothing of what follows before it sees that
      number++;
      task = newTask;
      parts = newParts;
      pending.set(newParts);
      for (int share = 0; share <= helpers; share++) {
        tickets.set(share * TICKET, number << 32 | first(share));
      }
      callHelpers(Math.min(helpers, newParts - 1));
      takeParts(0);
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
    } catch (Throwable refused) {
      asked.decrementAndGet();
    }
  }

  private void help() {
    takeParts(asked.getAndDecrement());
  }

  /** As many as can be had. */
  private Worker[] startWorkers() {
    Worker[] started = new Worker[helpers];
    for (int i = 0; i < helpers; i++) {
      try {
        started[i] = new Worker(i + 1);
        started[i].start();
      } catch (OutOfMemoryError noMoreThreads) {
        return Arrays.copyOf(started, i);
      }
    }
    return started;
  }

  /** The first part of a share; of one more than there are, the number of parts. */
  private int first(int share) {
    int threads = helpers + 1;
    return share * (parts / threads) + Math.min(share, parts % threads);
  }

  /** Takes parts of the current task until none is left, those of its own share first. */
  private void takeParts(int own) {
    for (int i = 0; i <= helpers; i++) {
      takeShare(Math.floorMod(own + i, helpers + 1));
    }
  }

  private void takeShare(int share) {
    while (true) {
      long now = tickets.get(share * TICKET);
      int part = (int) now;
      Task current = task;
      if (part >= first(share + 1) || current == null) {
        return;
      }
      if (tickets.compareAndSet(share * TICKET, now, now + 1)) {
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

    private final int share;

    Worker(int share) {
      super("lanewise-" + share);
      this.share = share;
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
        seen = tickets.get(share * TICKET) >>> 32;
        takeParts(share);
      }
    }

    private void awaitTicketAfter(long seen) {
      for (int spins = 0; tickets.get(share * TICKET) >>> 32 == seen; spins++) {
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          parked = true;
          if (tickets.get(share * TICKET) >>> 32 == seen) {
            LockSupport.park(Team.this);
            Thread.interrupted(); // it would not sleep again
          }
          parked = false;
        }
      }
    }
  }
}
