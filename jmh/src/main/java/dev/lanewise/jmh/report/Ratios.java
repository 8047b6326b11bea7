package dev.lanewise.jmh.report;

import dev.lanewise.jmh.report.Row.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The rows of a report side by side: for each piece of work our time and everybody else's. */
public final class Ratios {

  /**
   * One piece of work.
   *
   * @param ours null where we were not measured
   * @param others by name; another way of ours among them
   */
  public record Line(Key key, Row ours, Map<String, Row> others) {

    /** How many times as long as we somebody else needs; NaN if one of us was not measured. */
    public double ratio(String impl) {
      return ratio(others.get(impl), ours);
    }

    /**
     * The same beside our plan, for those whose weights are laid out beforehand, too; NaN for all
     * others.
     */
    public double ratioToPlan(String impl) {
      return Who.laidOut(impl) ? ratio(others.get(impl), others.get(Who.PLAN)) : Double.NaN;
    }

    private static double ratio(Row other, Row ours) {
      return ours == null || other == null ? Double.NaN : other.us() / ours.us();
    }
  }

  /**
   * Us against somebody else, over all that both do.
   *
   * @param mean geometric mean of the ratios
   * @param toPlan the same beside our plan, for those whose weights are laid out beforehand, too
   * @param wins of {@code all}, by how many we are faster beyond both errors
   * @param losses of {@code all}, by how many we are slower beyond both errors
   */
  public record Verdict(String impl, double mean, double toPlan, int wins, int losses, int all) {
    /** In a sentence, without its name and mean. */
    String text() {
      String over = "our time (geometric mean of " + all + ")";
      if (Who.ours(impl)) {
        return over + "; another way of ours";
      }
      return over
          + "; we are faster in %d, slower in %d, the rest is within the error"
              .formatted(wins, losses)
          + (Double.isNaN(toPlan) ? "" : "; " + Numbers.ratio(toPlan) + " that of " + Who.PLAN);
    }
  }

  private final Map<Key, Map<String, Row>> rows = new LinkedHashMap<>();
  private final List<Line> lines = new ArrayList<>();

  public Ratios(List<Row> all) {
    all.forEach(
        row -> rows.computeIfAbsent(row.key(), k -> new LinkedHashMap<>()).put(row.impl(), row));
    rows.forEach(
        (key, byImpl) -> {
          Map<String, Row> others = new LinkedHashMap<>(byImpl);
          Row ours = others.remove(Who.OURS);
          lines.add(new Line(key, ours, others));
        });
  }

  public List<Line> lines() {
    return lines;
  }

  /** All who did some work. */
  Collection<Row> rows(Key key) {
    return rows.getOrDefault(key, Map.of()).values();
  }

  Optional<Row> row(Key key, String impl) {
    return Optional.ofNullable(rows.getOrDefault(key, Map.of()).get(impl));
  }

  /** By operation and direction, in the order of the rows. */
  public Map<String, List<Line>> groups() {
    return lines.stream()
        .collect(
            Collectors.groupingBy(
                line -> line.key().op() + " " + line.key().direction(),
                LinkedHashMap::new,
                Collectors.toList()));
  }

  public List<Integer> threads() {
    return lines.stream().map(l -> l.key().threads()).distinct().sorted().toList();
  }

  /** Whether one is faster than the other beyond both errors. */
  private static boolean surely(Row fast, Row slow) {
    return fast.us() + fast.usError() < slow.us() - slow.usError();
  }

  /** The scalar reference, which is no rival, comes last, and before it another way of ours. */
  public List<Verdict> verdicts(int threads) {
    return lines.stream()
        .filter(line -> line.key().threads() == threads && line.ours() != null)
        .flatMap(line -> line.others().keySet().stream())
        .distinct()
        .map(impl -> verdict(impl, threads))
        .sorted(
            Comparator.comparing((Verdict v) -> v.impl().equals(Who.REFERENCE))
                .thenComparing(v -> Who.ours(v.impl())))
        .toList();
  }

  private Verdict verdict(String impl, int threads) {
    List<Line> both =
        lines.stream()
            .filter(l -> l.key().threads() == threads && !Double.isNaN(l.ratio(impl)))
            .toList();
    return new Verdict(
        impl,
        mean(both, l -> l.ratio(impl)),
        mean(both, l -> l.ratioToPlan(impl)),
        (int) both.stream().filter(l -> surely(l.ours(), l.others().get(impl))).count(),
        (int) both.stream().filter(l -> surely(l.others().get(impl), l.ours())).count(),
        both.size());
  }

  private static double mean(List<Line> lines, ToDoubleFunction<Line> ratio) {
    return Numbers.geometricMean(lines.stream().mapToDouble(ratio).filter(r -> !Double.isNaN(r)));
  }
}
