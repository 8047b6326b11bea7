package dev.lanewise.jmh.report;

import dev.lanewise.jmh.report.Row.Key;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of a report side by side: for each piece of work our time and everybody else's. */
public final class Ratios {
  private static final String OURS = "lanewise";

  /**
   * One piece of work.
   *
   * @param ours null where we were not measured
   * @param others by name
   */
  public record Line(Key key, Row ours, Map<String, Row> others) {

    /** How many times as long as we somebody else needs; NaN if one of us was not measured. */
    public double ratio(String impl) {
      Row other = others.get(impl);
      return ours == null || other == null ? Double.NaN : other.us() / ours.us();
    }
  }

  /**
   * Us against somebody else, over all that both do.
   *
   * @param mean geometric mean of the ratios
   * @param wins of {@code all}, by how many we are faster beyond both errors
   * @param losses of {@code all}, by how many we are slower beyond both errors
   */
  public record Verdict(String impl, int threads, double mean, int wins, int losses, int all) {
    /** Whether it is no rival but another way of ours. */
    public boolean ours() {
      return Row.ours(impl);
    }
  }

  private final List<Line> lines = new ArrayList<>();
  private final Set<String> others = new LinkedHashSet<>();

  public Ratios(List<Row> rows) {
    Map<Key, List<Row>> byKey = new LinkedHashMap<>();
    rows.forEach(row -> byKey.computeIfAbsent(row.key(), k -> new ArrayList<>()).add(row));
    byKey.forEach(
        (key, sameWork) -> {
          Row ours = null;
          Map<String, Row> theirs = new LinkedHashMap<>();
          for (Row row : sameWork) {
            if (row.impl().equals(OURS)) {
              ours = row;
            } else {
              theirs.put(row.impl(), row);
              others.add(row.impl());
            }
          }
          lines.add(new Line(key, ours, theirs));
        });
  }

  public List<Line> lines() {
    return lines;
  }

  /** Names of everybody else, in the order of their first rows. */
  public List<String> others() {
    return List.copyOf(others);
  }

  /** By operation and direction, in the order of the rows. */
  public Map<String, List<Line>> groups() {
    Map<String, List<Line>> groups = new LinkedHashMap<>();
    for (Line line : lines) {
      String group = line.key().op() + " " + line.key().direction();
      groups.computeIfAbsent(group, g -> new ArrayList<>()).add(line);
    }
    return groups;
  }

  public List<Integer> threads() {
    return lines.stream().map(l -> l.key().threads()).distinct().sorted().toList();
  }

  /** Whether one is faster than the other beyond both errors. */
  private static boolean surely(Row fast, Row slow) {
    return fast.us() + fast.usError() < slow.us() - slow.usError();
  }

  /** The scalar reference, which is no rival, comes last. */
  public List<Verdict> verdicts(int threads) {
    List<Verdict> all = new ArrayList<>();
    for (String impl : others) {
      List<Line> both =
          lines.stream()
              .filter(l -> l.key().threads() == threads && !Double.isNaN(l.ratio(impl)))
              .toList();
      if (!both.isEmpty()) {
        double mean =
            Math.exp(
                both.stream().mapToDouble(l -> Math.log(l.ratio(impl))).average().orElseThrow());
        int wins = (int) both.stream().filter(l -> surely(l.ours(), l.others().get(impl))).count();
        int losses =
            (int) both.stream().filter(l -> surely(l.others().get(impl), l.ours())).count();
        all.add(new Verdict(impl, threads, mean, wins, losses, both.size()));
      }
    }
    all.sort(Comparator.comparing(v -> v.impl().equals("reference")));
    return all;
  }
}
