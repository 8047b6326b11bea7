package dev.lanewise.jmh.report;

import dev.lanewise.jmh.report.Row.Key;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;

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
   * @param wins of {@code all}, by how many we are faster
   */
  public record Verdict(String impl, int threads, double mean, int wins, int all) {}

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

  public List<Verdict> verdicts(int threads) {
    List<Verdict> all = new ArrayList<>();
    for (String impl : others) {
      double[] ratios =
          lines.stream()
              .filter(l -> l.key().threads() == threads)
              .mapToDouble(l -> l.ratio(impl))
              .filter(r -> !Double.isNaN(r))
              .toArray();
      if (ratios.length > 0) {
        double mean = Math.exp(DoubleStream.of(ratios).map(Math::log).average().orElseThrow());
        int wins = (int) DoubleStream.of(ratios).filter(r -> r > 1).count();
        all.add(new Verdict(impl, threads, mean, wins, ratios.length));
      }
    }
    return all;
  }
}
