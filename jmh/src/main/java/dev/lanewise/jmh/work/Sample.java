package dev.lanewise.jmh.work;

/**
 * A piece of some work on a piece of its data.
 *
 * @param starts where each output of the piece lies in the same output of the whole
 */
public record Sample(Work work, Data data, int... starts) {

  static Sample whole(Work work, Data data) {
    return new Sample(work, data, new int[work.outputs().size()]);
  }
}
