package dev.lanewise.cli.plot;

import java.util.List;
import java.util.Locale;

/** The images a net does worst on. */
public final class Mistakes {
  private static final int TOP = 26;
  private static final int COLUMNS = 2;
  private static final int SIDE = 60;
  private static final int GAP = 10;
  private static final int MAX_NAME = 11;

  private Mistakes() {}

  /**
   * @param images the worst first
   */
  public static Svg draw(String title, List<Shown> images) {
    Svg svg = new Svg(title);
    double width = (Svg.WIDTH + GAP) / (double) COLUMNS;
    for (int i = 0; i < images.size(); i++) {
      Shown image = images.get(i);
      double x = i % COLUMNS * width;
      double y = TOP + i / COLUMNS * (SIDE + GAP);
      svg.tile(image.tile(), x, y, SIDE);
      double left = x + SIDE + 7;
      double end = x + width - GAP;
      boolean right = image.right();
      String said = right ? "said so" : "said " + Svg.cut(image.said(), MAX_NAME);
      svg.text("strong", "start", left, y + 15, "is " + Svg.cut(image.actual(), MAX_NAME));
      svg.text("small", "end", end, y + 15, Shown.percent(image.probabilityOfActual()));
      svg.text(right ? "" : "wrong", "start", left, y + 34, said);
      svg.text("small", "end", end, y + 34, right ? "" : Shown.percent(image.probability()));
      String loss = String.format(Locale.ROOT, "loss %.2f, image %d", image.loss(), image.index());
      svg.text("small soft", "start", left, y + 53, loss);
    }
    return svg;
  }
}
