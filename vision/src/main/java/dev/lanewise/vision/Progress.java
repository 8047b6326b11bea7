package dev.lanewise.vision;

/** Hears how far long work has come. */
@FunctionalInterface
public interface Progress {
  /**
   * @param done of {@code all}, from 1
   */
  void at(int done, int all);
}
