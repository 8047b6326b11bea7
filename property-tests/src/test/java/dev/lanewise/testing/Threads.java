package dev.lanewise.testing;

import dev.lanewise.kernels.parallel.Parallelism;
import java.util.function.IntConsumer;

/** Thread counts at which a kernel must return the same bits. */
public final class Threads {
  private Threads() {}

  /** Runs {@code body} with 1, 2, 3 and 5 threads for its kernels; it gets the count. */
  public static void each(IntConsumer body) {
    for (int threads : new int[] {1, 2, 3, 5}) {
      Parallelism.ofThreads(threads).run(() -> body.accept(threads));
    }
  }
}
