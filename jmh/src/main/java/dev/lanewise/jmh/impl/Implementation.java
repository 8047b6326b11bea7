package dev.lanewise.jmh.impl;

import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.Work;

/**
 * A library that can be measured: Lanewise, its references, or a peer (found by {@link
 * java.util.ServiceLoader}). Making one is cheap; native code is loaded by the first {@link
 * #prepare}.
 */
public interface Implementation {
  /** As in the parameter {@code impl} and in every report. */
  String name();

  /** Which version is measured; empty if there is nothing to say. */
  default String version() {
    return "";
  }

  /** Whether this library does that work with that many threads. */
  boolean does(Work work, int threads);

  /** Calls from this thread use so many threads from here on. */
  default void enter(int threads) {}

  /**
   * Gets everything ready that a user would keep between calls: data in the library's own layout,
   * compiled primitives, output buffers.
   */
  Call prepare(Work work, Data data, int threads);

  /** Whether results must be the reference's bits, rather than near them. */
  default boolean exact() {
    return false;
  }

  /** Whether it becomes faster while it runs, as code on the JVM does. */
  default boolean warms() {
    return false;
  }

  /** What is timed. */
  interface Call extends AutoCloseable {
    void run();

    /**
     * The outputs of the last run, dense and row-major. Work in place reads what it has written.
     */
    float[][] outputs();

    @Override
    default void close() {}
  }
}
