package dev.lanewise.layers.train;

/**
 * The batches of one pass, or the chunks that they are cut into, in order. A thread of its own
 * reads the next one while the one before is being worked on; two batches in turn are all the
 * memory it takes. Whatever goes wrong there is thrown by {@link #next}.
 */
final class BatchStream implements AutoCloseable {
  private final BatchReader reader;
  private final int epoch;
  private final int[] order;
  private final int from;
  private final int to;
  private final int batch;
  private final int chunk;
  private final Thread thread;

  // Guarded by this.
  private Batch ready;
  private Throwable failure;
  private boolean closed;
  private boolean interrupted;

  /**
   * The samples {@code order[from .. to - 1]}.
   *
   * @param epoch from 0, which decides how images are varied
   * @param batch images per batch; the last one may be smaller
   */
  BatchStream(BatchReader reader, int epoch, int[] order, int from, int to, int batch) {
    this(reader, epoch, order, from, to, batch, batch);
  }

  /**
   * The same in chunks.
   *
   * @param chunk the most images handed out at a time; all of a chunk are of one batch
   */
  BatchStream(BatchReader reader, int epoch, int[] order, int from, int to, int batch, int chunk) {
    this.reader = reader;
    this.epoch = epoch;
    this.order = order;
    this.from = from;
    this.to = to;
    this.batch = batch;
    this.chunk = chunk;
    thread = Thread.ofPlatform().daemon().name("lanewise-batches").start(this::read);
  }

  /** The next batch or chunk, good until the call after this one; to be called once per each. */
  synchronized Batch next() {
    while (ready == null && failure == null) {
      await();
    }
    if (interrupted) {
      interrupted = false;
      Thread.currentThread().interrupt();
    }
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
    Batch next = ready;
    ready = null;
    notifyAll();
    return next;
  }

  /** Waits for the end of the thread. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    boolean interruptedHere = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interruptedHere = true;
      }
    }
    if (interruptedHere) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try {
      Batch[] batches = new Batch[2];
      int turn = 0;
      for (int at = from, n; at < to && takenBefore(); at += n) {
        int left = Math.min(to - at, batch - (at - from) % batch);
        n = Math.min(chunk, left);
        if (batches[turn] == null || batches[turn].size() != n) {
          batches[turn] = reader.batch(n);
        }
        reader.read(epoch, order, at, batches[turn]);
        hand(batches[turn]);
        turn = 1 - turn;
      }
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        failure = e;
        notifyAll();
      }
    }
  }

  /**
   * Waits until the batch before has been taken, so that the one before that, whose memory is next,
   * is no longer needed.
   *
   * @return false if there is nobody left to read for
   */
  private synchronized boolean takenBefore() {
    while (ready != null && !closed) {
      await();
    }
    return !closed;
  }

  private synchronized void hand(Batch batch) {
    ready = batch;
    notifyAll();
  }

  /** Waits for news; an interruption is put off until the news are there. */
  private void await() {
    try {
      wait();
    } catch (InterruptedException _) {
      interrupted = true;
    }
  }
}
