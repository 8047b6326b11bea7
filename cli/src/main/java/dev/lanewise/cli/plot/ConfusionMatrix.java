package dev.lanewise.cli.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/**
 * How often each class (row) was taken for each class (column). Right answers are blue, by their
 * part of the row; mistakes orange, by the root of their part of the commonest mistake, so that
 * rare ones show.
 */
public final class ConfusionMatrix {
  private static final int PIXELS_PER_POINT = 2;
  private static final int MARGIN = 18;
  private static final int GAP = 8;
  private static final Color NOTHING = new Color(0xf6, 0xf7, 0xf9);

  /** More classes than this get cells too small for numbers. */
  private static final int MAX_NUMBERED = 50;

  private final List<String> names;
  private final int[][] counts;
  private final int commonestMistake;
  private final int cell;
  private final int nameWidth;
  private final boolean slanted;
  private final int left;
  private final int top;
  private final Font plain;
  private final Font small;

  private ConfusionMatrix(List<String> names, int[][] counts) {
    this.names = names;
    this.counts = counts;
    commonestMistake = commonestMistake(counts);
    boolean few = names.size() <= MAX_NUMBERED;
    cell = few ? Math.clamp(1200 / names.size(), 34, 58) : 14;
    plain = new Font(Font.SANS_SERIF, Font.PLAIN, few ? 14 : 10);
    small = new Font(Font.SANS_SERIF, Font.PLAIN, cell >= 44 ? 14 : 11);
    FontMetrics metrics = metrics(plain);
    nameWidth = names.stream().mapToInt(metrics::stringWidth).max().orElse(0);
    slanted = nameWidth > cell - 6;
    left = MARGIN + 24 + nameWidth + GAP;
    top = MARGIN + 58 + (slanted ? (int) (nameWidth * 0.71) + 16 : 22);
  }

  /**
   * @param names of the classes
   * @param counts [actual class][class that was answered]
   */
  public static BufferedImage draw(String title, List<String> names, int[][] counts) {
    return new ConfusionMatrix(names, counts).draw(title);
  }

  private BufferedImage draw(String title) {
    int side = names.size() * cell;
    int recallWidth = metrics(plain).stringWidth("100.0 %") + 2 * GAP;
    int slantRoom = slanted ? (int) (nameWidth * 0.71) - cell / 2 : 0;
    int width = left + side + Math.max(recallWidth, slantRoom) + MARGIN;
    int height = top + side + MARGIN;
    BufferedImage image =
        new BufferedImage(
            width * PIXELS_PER_POINT, height * PIXELS_PER_POINT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.scale(PIXELS_PER_POINT, PIXELS_PER_POINT);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(Palette.INK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
    graphics.drawString(title, MARGIN, MARGIN + 14);
    axes(graphics, side);
    for (int actual = 0; actual < names.size(); actual++) {
      row(graphics, actual, side);
    }
    graphics.dispose();
    return image;
  }

  private void axes(Graphics2D graphics, int side) {
    graphics.setFont(plain);
    FontMetrics metrics = graphics.getFontMetrics();
    String answered = "answered";
    graphics.drawString(answered, left + (side - metrics.stringWidth(answered)) / 2, MARGIN + 46);
    AffineTransform upright = graphics.getTransform();
    graphics.rotate(-Math.PI / 2, MARGIN + 10, top + side / 2.0);
    String actual = "actual";
    graphics.drawString(actual, MARGIN + 10 - metrics.stringWidth(actual) / 2, top + side / 2 + 4);
    graphics.setTransform(upright);
    for (int c = 0; c < names.size(); c++) {
      int middle = left + c * cell + cell / 2;
      if (slanted) {
        graphics.rotate(-Math.PI / 4, middle, top - GAP);
        graphics.drawString(names.get(c), middle, top - GAP);
        graphics.setTransform(upright);
      } else {
        graphics.drawString(
            names.get(c), middle - metrics.stringWidth(names.get(c)) / 2, top - GAP);
      }
    }
  }

  private void row(Graphics2D graphics, int actual, int side) {
    int y = top + actual * cell;
    long images = 0;
    for (int count : counts[actual]) {
      images += count;
    }
    for (int answered = 0; answered < names.size(); answered++) {
      cell(graphics, actual, answered, images);
    }
    graphics.setFont(plain);
    graphics.setColor(Palette.INK);
    FontMetrics metrics = graphics.getFontMetrics();
    int baseline = y + (cell + metrics.getAscent() - metrics.getDescent()) / 2;
    String name = names.get(actual);
    graphics.drawString(name, left - GAP - metrics.stringWidth(name), baseline);
    if (images > 0) {
      String recall =
          String.format(Locale.ROOT, "%.1f %%", 100.0 * counts[actual][actual] / images);
      graphics.drawString(recall, left + side + GAP, baseline);
    }
  }

  private void cell(Graphics2D graphics, int actual, int answered, long images) {
    int count = counts[actual][answered];
    boolean right = actual == answered;
    double strength =
        right
            ? (double) count / Math.max(1, images)
            : 0.1 + 0.65 * count / Math.max(1, commonestMistake);
    int x = left + answered * cell;
    int y = top + actual * cell;
    graphics.setColor(
        count == 0 ? NOTHING : Palette.tint(right ? Palette.BLUE : Palette.ORANGE, strength));
    graphics.fillRect(x, y, cell - 1, cell - 1);
    if (count > 0 && names.size() <= MAX_NUMBERED) {
      graphics.setFont(small);
      graphics.setColor(right && strength > 0.6 ? Color.WHITE : Palette.INK);
      FontMetrics metrics = graphics.getFontMetrics();
      String text = String.valueOf(count);
      graphics.drawString(
          text,
          x + (cell - 1 - metrics.stringWidth(text)) / 2,
          y + (cell - 1 + metrics.getAscent() - metrics.getDescent()) / 2);
    }
  }

  private static int commonestMistake(int[][] counts) {
    int most = 0;
    for (int actual = 0; actual < counts.length; actual++) {
      for (int answered = 0; answered < counts.length; answered++) {
        most = actual == answered ? most : Math.max(most, counts[actual][answered]);
      }
    }
    return most;
  }

  private static FontMetrics metrics(Font font) {
    Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      return graphics.getFontMetrics(font);
    } finally {
      graphics.dispose();
    }
  }
}
