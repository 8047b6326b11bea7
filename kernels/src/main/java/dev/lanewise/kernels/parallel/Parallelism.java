package dev.lanewise.kernels.parallel;

import dev.lanewise.kernels.check.Checks;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The threads that kernels may use. One switch, honoured by every kernel:
 *
 * <pre>{@code
 * Parallelism.setDefault(Parallelism.ofThreads(4));             // for the whole process
 * Parallelism.of(myExecutor, 4).run(() -> net.forward(x));      // for this scope
 * }</pre>
 *
 * <p>The default is all cores. How work is split is a function of its shape alone, so the bits of a
 * result do not depend on any of this. A kernel called from inside another kernel's work, or while
 * another thread is using the same {@code Parallelism}, runs in its calling thread: there are never
 * more threads at work than were asked for.
 */
public final class Parallelism {
  private static final Parallelism SERIAL = new Parallelism(1, null);
  private static final ConcurrentHashMap<Integer, Parallelism> BY_THREADS =
      new ConcurrentHashMap<>();
  private static final ScopedValue<Parallelism> SCOPED = ScopedValue.newInstance();
  private static volatile Parallelism processDefault =
      ofThreads(Runtime.getRuntime().availableProcessors());

  private final int threads;

  /** Null when everything runs in the calling thread. */
  private final Team team;

  private Parallelism(int threads, Team team) {
    this.threads = threads;
    this.team = team;
  }

  /** Everything in the calling thread. */
  public static Parallelism serial() {
    return SERIAL;
  }

  /**
   * The calling thread and {@code threads - 1} daemon threads of our own, started on first use.
   * There is one such team per number in a process.
   *
   * @throws IllegalArgumentException if {@code threads} is less than 1
   */
  public static Parallelism ofThreads(int threads) {
    Checks.positive("threads", threads);
    return threads == 1
        ? SERIAL
        : BY_THREADS.computeIfAbsent(threads, n -> new Parallelism(n, new Team(n - 1, null)));
  }

  /**
   * The calling thread and up to {@code threads - 1} threads of the caller's executor. Nothing
   * waits for the executor: what it does not take up in time, the calling thread does.
   *
   * @throws IllegalArgumentException if {@code threads} is less than 1
   */
  public static Parallelism of(Executor executor, int threads) {
    Checks.positive("threads", threads);
    Objects.requireNonNull(executor, "executor");
    return threads == 1 ? SERIAL : new Parallelism(threads, new Team(threads - 1, executor));
  }

  /** What a kernel called here and now uses. */
  public static Parallelism current() {
    return SCOPED.isBound() ? SCOPED.get() : processDefault;
  }

  /** What kernels use wherever no scope says otherwise. */
  public static void setDefault(Parallelism parallelism) {
    processDefault = Objects.requireNonNull(parallelism, "parallelism");
  }

  /** The number of threads that may work at once, the caller's included. */
  public int threads() {
    return threads;
  }

  /** Runs {@code body} in this thread; kernels that it calls use this parallelism. */
  public void run(Runnable body) {
    ScopedValue.where(SCOPED, this).run(body);
  }

  /** Runs {@code body} in this thread; kernels that it calls use this parallelism. */
  public <T> T call(Supplier<T> body) {
    return ScopedValue.where(SCOPED, this).call(body::get);
  }

  /**
   * Does all parts of a task and returns when they are done. What a part throws is thrown here,
   * after the other parts have ended.
   */
  public void run(Task task, int parts) {
    if (team == null || parts <= 1 || !team.tryRun(task, parts)) {
      for (int i = 0; i < parts; i++) {
        task.part(i);
      }
    }
  }
}
