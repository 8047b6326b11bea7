package dev.lanewise.cli.descent;

import java.util.Locale;

/** Where a surface has a certain height, as the path of an SVG: marching squares. */
final class Contour {
  private final float[][] grid;
  private final double level;
  private final double cellWidth;
  private final double cellHeight;
  private final StringBuilder path = new StringBuilder();

  private Contour(float[][] grid, double level, double width, double height) {
    this.grid = grid;
    this.level = level;
    cellWidth = width / (grid[0].length - 1);
    cellHeight = height / (grid.length - 1);
  }

  /**
   * @param grid heights at the corners of cells, bottom row first
   * @param width of the picture; y goes down from 0 to {@code height}
   */
  static String path(float[][] grid, double level, double width, double height) {
    Contour contour = new Contour(grid, level, width, height);
    for (int row = 0; row < grid.length - 1; row++) {
      for (int column = 0; column < grid[0].length - 1; column++) {
        contour.cell(row, column);
      }
    }
    return contour.path.toString();
  }

  /** Joins the points where the level crosses the edges, two by two, going round the cell. */
  private void cell(int row, int column) {
    double[][] crossings = new double[4][];
    int count = 0;
    int[][] corners = {
      {row, column}, {row, column + 1}, {row + 1, column + 1}, {row + 1, column}, {row, column}
    };
    for (int edge = 0; edge < 4; edge++) {
      double[] crossing = crossing(corners[edge], corners[edge + 1]);
      if (crossing != null) {
        crossings[count++] = crossing;
      }
    }
    for (int i = 0; i + 1 < count; i += 2) {
      path.append(
          String.format(
              Locale.ROOT,
              "M%.1f %.1fL%.1f %.1f",
              crossings[i][0],
              crossings[i][1],
              crossings[i + 1][0],
              crossings[i + 1][1]));
    }
  }

  /** In the picture; null if both ends are on one side. */
  private double[] crossing(int[] from, int[] to) {
    double a = grid[from[0]][from[1]] - level;
    double b = grid[to[0]][to[1]] - level;
    if (a < 0 == b < 0) {
      return null;
    }
    double part = a / (a - b);
    double row = from[0] + part * (to[0] - from[0]);
    double column = from[1] + part * (to[1] - from[1]);
    return new double[] {column * cellWidth, (grid.length - 1 - row) * cellHeight};
  }
}
