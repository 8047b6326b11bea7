package dev.lanewise.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Arrays by exact length, lent out one after the other and taken back all at once. A step that asks
 * for the same lengths as an earlier one allocates nothing.
 *
 * @param <A> the type of array
 */
final class Pool<A> {
  private final IntFunction<A> allocator;
  private final List<Shelf<A>> shelves = new ArrayList<>();

  Pool(IntFunction<A> allocator) {
    this.allocator = allocator;
  }

  /** An array of that length, with whatever its last user left in it. */
  A take(int length) {
    Shelf<A> shelf = shelf(length);
    if (shelf.lent == shelf.arrays.size()) {
      shelf.arrays.add(allocator.apply(length));
    }
    return shelf.arrays.get(shelf.lent++);
  }

  /** All arrays are free again. */
  void reset() {
    for (int i = 0; i < shelves.size(); i++) {
      shelves.get(i).lent = 0;
    }
  }

  /** Leaves the arrays to the garbage collector. */
  void drop() {
    shelves.clear();
  }

  /** A net has a few dozen lengths: looking through them costs less than boxing a key. */
  private Shelf<A> shelf(int length) {
    for (int i = 0; i < shelves.size(); i++) {
      if (shelves.get(i).length == length) {
        return shelves.get(i);
      }
    }
    Shelf<A> shelf = new Shelf<>(length);
    shelves.add(shelf);
    return shelf;
  }

  /** The arrays of one length; the first {@code lent} of them are in use. */
  private static final class Shelf<A> {
    final int length;
    final List<A> arrays = new ArrayList<>();
    int lent;

    Shelf(int length) {
      this.length = length;
    }
  }
}
