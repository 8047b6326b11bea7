package dev.lanewise.jmh.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Another time that one of ours is held against.
 *
 * @param text what it is, for people
 */
record Baseline(String text, Search search) {

  /**
   * @param who needs it
   * @param least microseconds of the fastest turn
   * @param median of all turns
   */
  record Time(String who, double least, double median) {}

  interface Search {
    /** Nothing where it was not measured. */
    Optional<Time> of(Row ours, Ratios all);
  }

  /** What the machine could do: 1 is as fast as possible. */
  static final Baseline LIMIT =
      new Baseline(
          "the machine's limit",
          (ours, _) -> {
            double micros = ours.limitFraction() * ours.us();
            return Optional.of(new Time("limit", micros, micros));
          });

  /** The same on one thread: what the second core brings. */
  static final Baseline ONE_THREAD =
      new Baseline(
          "one thread",
          (ours, all) ->
              ours.threads() != 2
                  ? Optional.empty()
                  : all.row(ours.key().on(1), ours.impl())
                      .map(one -> new Time("on one thread", one.usLeast(), one.us())));

  /** Whoever is fastest, whatever is measured beside us. */
  static final Baseline BEST_OF_ALL = fastest("best of all others", Who::rival);

  /** The fastest of these: another one for each shape. */
  static Baseline bestOf(String... impls) {
    List<String> rivals = List.of(impls);
    String text = (rivals.size() > 1 ? "best of " : "") + String.join(", ", rivals);
    return fastest(text, rivals::contains);
  }

  private static Baseline fastest(String text, Predicate<String> rival) {
    return new Baseline(
        text,
        (ours, all) -> {
          List<Row> rivals =
              all.rows(ours.key()).stream().filter(row -> rival.test(row.impl())).toList();
          return rivals.stream()
              .min(Comparator.comparingDouble(Row::usLeast))
              .map(
                  row ->
                      new Time(
                          row.impl(),
                          row.usLeast(),
                          rivals.stream().mapToDouble(Row::us).min().orElseThrow()));
        });
  }
}
