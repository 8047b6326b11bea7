package dev.lanewise.cli.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/**
 * The filters of a first layer as pictures, each scaled from its lowest weight (black) to its
 * highest (white); filters over three channels are in colour.
 */
public final class Filters {
  private static final int MARGIN = 18;
  private static final int GAP = 4;
  private static final int CAPTION = 26;
  private static final int TILE = 84;
  private static final int MAX_FILTERS = 256;

  private Filters() {}

  /**
   * @param weights [filters, channels, height, width]; channels 1 or 3
   */
  public static BufferedImage draw(
      String caption, float[] weights, int filters, int channels, int height, int width) {
    int shown = Math.min(filters, MAX_FILTERS);
    int columns = columns(shown);
    int rows = Math.ceilDiv(shown, columns);
    int zoom = Math.max(1, TILE / Math.max(height, width));
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    int gridWidth = columns * (width * zoom + GAP) - GAP;
    int gridHeight = rows * (height * zoom + GAP) - GAP;
    int imageWidth = Math.max(gridWidth, textWidth(font, caption)) + 2 * MARGIN;
    BufferedImage image =
        new BufferedImage(
            imageWidth, gridHeight + CAPTION + 2 * MARGIN, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.setColor(Palette.INK);
    graphics.setFont(font);
    graphics.drawString(caption, MARGIN, MARGIN + 13);
    int left = (imageWidth - gridWidth) / 2;
    for (int f = 0; f < shown; f++) {
      int x = left + f % columns * (width * zoom + GAP);
      int y = MARGIN + CAPTION + f / columns * (height * zoom + GAP);
      BufferedImage tile = tile(weights, f, channels, height, width);
      graphics.drawImage(tile, x, y, width * zoom, height * zoom, null);
      graphics.setColor(Palette.GRID);
      graphics.drawRect(x - 1, y - 1, width * zoom + 1, height * zoom + 1);
    }
    graphics.dispose();
    return image;
  }

  /** Twice as wide as high at most, and without a ragged last row where that is possible. */
  private static int columns(int filters) {
    int root = (int) Math.ceil(Math.sqrt(filters));
    for (int columns = root; columns <= 2 * root; columns++) {
      if (filters % columns == 0) {
        return columns;
      }
    }
    return root;
  }

  private static BufferedImage tile(
      float[] weights, int filter, int channels, int height, int width) {
    int plane = height * width;
    int from = filter * channels * plane;
    float low = weights[from];
    float high = weights[from];
    for (int i = from; i < from + channels * plane; i++) {
      low = Math.min(low, weights[i]);
      high = Math.max(high, weights[i]);
    }
    BufferedImage tile = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < plane; i++) {
      int rgb = 0;
      for (int c = 0; c < 3; c++) {
        float weight = weights[from + (channels == 3 ? c * plane : 0) + i];
        int level = high > low ? Math.round(255 * (weight - low) / (high - low)) : 128;
        rgb = rgb << 8 | level;
      }
      tile.setRGB(i % width, i / width, rgb);
    }
    return tile;
  }

  private static int textWidth(Font font, String text) {
    Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    FontMetrics metrics = graphics.getFontMetrics(font);
    graphics.dispose();
    return metrics.stringWidth(text);
  }
}
