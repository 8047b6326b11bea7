package dev.lanewise.kernels.microkernel;

import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import java.util.Arrays;

/**
 * Runs of columns of an unpacked B as vectors of neighbours. Vector v reads B from {@code from[v]}
 * on, its lanes [first[v], end[v]) are columns of C from {@code to[v]} on; the other lanes are
 * nobody's.
 */
final class ColumnVectors {
  int[] from = new int[64];
  int[] to = new int[64];
  int[] first = new int[64];
  int[] end = new int[64];
  int count;

  /**
   * The whole vectors of all runs first, then what is left of each, so that few tiles are cut.
   *
   * @param group vectors that are taken together
   */
  void lay(int runs, int[] from, int[] to, int[] length, int group) {
    count = 0;
    for (int r = 0; r < runs; r++) {
      for (int i = 0; i + LENGTH <= length[r]; i += LENGTH) {
        add(from[r] + i, to[r] + i, 0, LENGTH);
      }
    }
    for (int r = 0; r < runs; r++) {
      addRest(from[r], to[r], length[r]);
    }
    fillUp(group);
  }

  /**
   * The vector is moved back to end where the run does, so that it reads nothing beyond, unless the
   * run is shorter than a vector.
   */
  private void addRest(int from, int to, int length) {
    int rest = length % LENGTH;
    if (rest > 0) {
      int back = length > LENGTH ? LENGTH - rest : 0;
      int at = length - rest - back;
      add(from + at, to + at, back, back + rest);
    }
  }

  private void add(int source, int target, int firstLane, int endLane) {
    if (count == from.length) {
      from = Arrays.copyOf(from, 2 * count);
      to = Arrays.copyOf(to, 2 * count);
      first = Arrays.copyOf(first, 2 * count);
      end = Arrays.copyOf(end, 2 * count);
    }
    from[count] = source;
    to[count] = target;
    first[count] = firstLane;
    end[count] = endLane;
    count++;
  }

  /** Fills up the last group with vectors of no columns. */
  private void fillUp(int group) {
    int last = count;
    for (int i = 1; i < group && last > 0; i++) {
      add(from[last - 1], to[last - 1], 0, 0);
    }
    count = last;
  }

  /** Whether all of these vectors' lanes are columns of C. */
  boolean whole(int vector, int vectors) {
    int lanes = 0;
    for (int v = vector; v < vector + vectors; v++) {
      lanes += end[v] - first[v];
    }
    return lanes == vectors * LENGTH;
  }
}
