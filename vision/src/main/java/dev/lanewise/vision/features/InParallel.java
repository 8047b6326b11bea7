package dev.lanewise.vision.features;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import java.util.function.IntConsumer;

/** Work that falls into parts that do not touch each other, on as many threads as there are. */
final class InParallel {
  private InParallel() {}

  /** Does the work for each number below {@code parts}. */
  static void forEach(int parts, IntConsumer work) {
    Task task =
        new Task() {
          @Override
          protected void part(int index) {
            work.accept(index);
          }
        };
    Parallelism.current().run(task, parts);
  }
}
