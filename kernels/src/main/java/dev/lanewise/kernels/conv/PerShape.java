package dev.lanewise.kernels.conv;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tasks that keep what they have worked out for a shape, one for each of the shapes that came last:
 * the convolutions of a net take turns, and none is to work it out anew, or to allocate.
 *
 * @param <T> the task
 */
final class PerShape<T> {
  private static final int SHAPES = 64;

  private record Entry<T>(Conv2dShape shape, T task) {}

  private final Supplier<T> maker;
  private final List<Entry<T>> entries = new ArrayList<>();
  private int oldest;

  private PerShape(Supplier<T> maker) {
    this.maker = maker;
  }

  static <T> ThreadLocal<PerShape<T>> ofThread(Supplier<T> maker) {
    return ThreadLocal.withInitial(() -> new PerShape<>(maker));
  }

  T task(Conv2dShape shape) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).shape.equals(shape)) {
        return entries.get(i).task;
      }
    }
    Entry<T> entry = new Entry<>(shape, maker.get());
    if (entries.size() < SHAPES) {
      entries.add(entry);
    } else {
      entries.set(oldest, entry);
      oldest = (oldest + 1) % SHAPES;
    }
    return entry.task;
  }
}
