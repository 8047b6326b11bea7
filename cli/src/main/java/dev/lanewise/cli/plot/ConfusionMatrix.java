package dev.lanewise.cli.plot;

import java.util.List;
import java.util.Locale;

/**
 * How often each class (row) was taken for each class (column). Right answers are blue, by their
 * part of the row; mistakes orange, by their part of the commonest mistake.
 */
public final class ConfusionMatrix {
  private static final int TOP = 28;
  private static final int RECALL = 46;
  private static final int GAP = 6;
  private static final int MAX_NAME = 12;

  /** Cells smaller than this have no names, and smaller than that no numbers. */
  private static final double NAMED = 11;

  private static final double NUMBERED = 24;

  private final Svg svg;
  private final List<String> names;
  private final int[][] counts;
  private final int commonestMistake;
  private final double left;
  private final double top;
  private final double cell;

  private ConfusionMatrix(String title, List<String> names, int[][] counts) {
    this.names = names.stream().map(name -> Svg.cut(name, MAX_NAME)).toList();
    this.counts = counts;
    commonestMistake = commonestMistake(counts);
    svg = new Svg(title);
    double name = this.names.stream().mapToDouble(Svg::width).max().orElse(0);
    double room = Svg.WIDTH - name - GAP - 18 - RECALL;
    boolean named = room / names.size() >= NAMED;
    left = 18 + (named ? name + GAP : 0);
    cell = Math.min(44, (Svg.WIDTH - left - (named ? RECALL : 0)) / names.size());
    boolean slanted = name > cell - 4;
    top = TOP + 18 + (named ? slanted ? name * 0.75 + 8 : 16 : 0);
    axes(named, slanted);
    svg.box("empty", left, top, cell * names.size(), 0.09, "0");
    for (int actual = 0; actual < names.size(); actual++) {
      row(actual, named);
    }
  }

  /**
   * @param names of the classes
   * @param counts [actual class][class that was answered]
   */
  public static Svg draw(String title, List<String> names, int[][] counts) {
    return new ConfusionMatrix(title, names, counts).svg;
  }

  private void axes(boolean named, boolean slanted) {
    double side = cell * names.size();
    svg.text("soft", "middle", left + side / 2, TOP + 12, "the net said");
    svg.turned("soft", "middle", 11, top + side / 2, -90, "the image is");
    for (int c = 0; named && c < names.size(); c++) {
      double middle = left + (c + 0.5) * cell;
      if (slanted) {
        svg.turned("", "start", middle + 2, top - 4, -45, names.get(c));
      } else {
        svg.text("", "middle", middle, top - GAP, names.get(c));
      }
    }
  }

  private void row(int actual, boolean named) {
    long images = 0;
    for (int count : counts[actual]) {
      images += count;
    }
    for (int said = 0; said < names.size(); said++) {
      cell(actual, said, images);
    }
    double baseline = top + (actual + 0.5) * cell + 4;
    if (named) {
      svg.text("", "end", left - GAP, baseline, names.get(actual));
      String recall =
          images == 0
              ? "none"
              : String.format(Locale.ROOT, "%.1f %%", 100.0 * counts[actual][actual] / images);
      svg.text("small soft", "start", left + cell * names.size() + GAP, baseline, recall);
    }
  }

  private void cell(int actual, int said, long images) {
    int count = counts[actual][said];
    boolean right = actual == said;
    double strength =
        right
            ? (double) count / Math.max(1, images)
            : 0.12 + 0.7 * count / Math.max(1, commonestMistake);
    double x = left + said * cell;
    double y = top + actual * cell;
    double side = cell > 6 ? cell - 1 : cell;
    String tip = "%s, said %s: %d".formatted(names.get(actual), names.get(said), count);
    if (count == 0) {
      return;
    }
    svg.box(right ? "hit" : "miss", x, y, side, strength, tip);
    if (cell >= NUMBERED) {
      svg.text(
          right && strength > 0.6 ? "small on-strong" : "small",
          "middle",
          x + side / 2,
          y + side / 2 + 4,
          String.valueOf(count));
    }
  }

  private static int commonestMistake(int[][] counts) {
    int most = 0;
    for (int actual = 0; actual < counts.length; actual++) {
      for (int said = 0; said < counts.length; said++) {
        most = actual == said ? most : Math.max(most, counts[actual][said]);
      }
    }
    return most;
  }
}
