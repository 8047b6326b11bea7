package dev.lanewise.jmh.run;

import dev.lanewise.jmh.impl.Implementation;
import dev.lanewise.jmh.suite.Measured;
import dev.lanewise.jmh.suite.Suite;
import dev.lanewise.jmh.work.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** All that a run measures, cut into the parts that share a JVM: the families of operations. */
final class Plan {
  private Plan() {}

  /**
   * @param wanted by {@code op direction shape}
   */
  static List<List<Item>> of(
      Predicate<String> wanted, List<Integer> threads, List<Implementation> implementations) {
    List<List<Item>> families = new ArrayList<>();
    for (Class<?> family : Suite.families()) {
      List<Item> items = new ArrayList<>();
      for (Class<? extends Measured> benchmark : Suite.benchmarks(family)) {
        for (Measured m : Suite.cases(benchmark)) {
          Work work = m.work();
          if (wanted.test(work.op() + " " + work.direction() + " " + work.shape())) {
            for (int t : threads) {
              items.add(item(benchmark, m, t, implementations));
            }
          }
        }
      }
      if (!items.isEmpty()) {
        families.add(items);
      }
    }
    return families;
  }

  private static Item item(
      Class<?> benchmark, Measured m, int threads, List<Implementation> implementations) {
    List<String> able =
        implementations.stream()
            .filter(i -> i.does(m.work(), threads))
            .map(Implementation::name)
            .toList();
    return new Item(benchmark.getName(), Suite.shape(m).toString(), threads, able);
  }
}
