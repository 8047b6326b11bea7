package dev.lanewise.kernels.parallel;

/**
 * Work that falls into independent parts, numbered from 0. Which thread does which part, and when,
 * must not matter for the result. A kernel keeps one task per calling thread and sets its fields
 * anew for each call, so that a call allocates nothing.
 */
public abstract class Task {
  /** A task with no work yet. */
  protected Task() {}

  /** Does one part; called at most once for each index, on any thread. */
  protected abstract void part(int index);
}
