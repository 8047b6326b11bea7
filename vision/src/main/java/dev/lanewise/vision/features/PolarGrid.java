package dev.lanewise.vision.features;

import java.util.Objects;

/**
 * Circles and rays around the centre of an image, on which it is sampled: a turn of the image
 * becomes a shift along the rows of its polar picture, and on logarithmic circles a change of scale
 * a shift along its columns (C. Weiman and G. Chaikin, "Logarithmic Spiral Grids for Image
 * Processing and Display", 1979). Values between samples are bilinear.
 *
 * <p>Row i of a polar picture is the circle of radius {@link #radius}(i), from the innermost to the
 * outermost, in equal steps or, logarithmically, in equal ratios; column j is the ray at angle 2 pi
 * j / rays, from the right clockwise.
 *
 * @param circles rows, at least 2
 * @param rays columns, at least 1
 * @param innermost radius of the first row in pixels, at least 0; above 0 for logarithmic circles
 * @param outermost radius of the last row, above the innermost
 */
public record PolarGrid(
    boolean logarithmic, int circles, int rays, double innermost, double outermost) {

  /**
   * @throws IllegalArgumentException if a number is not as described
   */
  public PolarGrid {
    boolean low = logarithmic ? innermost > 0 : innermost >= 0;
    if (circles < 2 || rays < 1 || !low || !(outermost > innermost) || outermost > 1e9) {
      throw new IllegalArgumentException(
          "polar grid: expected at least 2 circles and 1 ray, and radii that grow from %s,"
                  .formatted(logarithmic ? "above 0" : "0 or more")
              + " actual %d, %d and %s to %s".formatted(circles, rays, innermost, outermost));
    }
  }

  /** Circles up to the nearest border of an image, in equal steps from the centre. */
  public static PolarGrid linear(int height, int width, int circles, int rays) {
    return new PolarGrid(false, circles, rays, 0, (Math.min(height, width) - 1) / 2.0);
  }

  /** Circles up to the nearest border of an image, in equal ratios from half a pixel. */
  public static PolarGrid logarithmic(int height, int width, int circles, int rays) {
    return new PolarGrid(true, circles, rays, 0.5, (Math.min(height, width) - 1) / 2.0);
  }

  /** The radius of a row; rows may lie between rows. */
  public double radius(double row) {
    double part = row / (circles - 1);
    return logarithmic
        ? innermost * StrictMath.pow(outermost / innermost, part)
        : innermost + (outermost - innermost) * part;
  }

  /** The row of a radius, which may lie between rows: the inverse of {@link #radius}. */
  public double row(double radius) {
    double part =
        logarithmic
            ? StrictMath.log(radius / innermost) / StrictMath.log(outermost / innermost)
            : (radius - innermost) / (outermost - innermost);
    return part * (circles - 1);
  }

  /**
   * Samples an image.
   *
   * @param image [channels, height, width]
   * @param polar receives [channels, circles, rays]; where a circle leaves the image it is 0
   */
  public void sample(int channels, int height, int width, float[] image, float[] polar) {
    Objects.checkFromIndexSize(0, channels * height * width, image.length);
    Objects.checkFromIndexSize(0, channels * circles * rays, polar.length);
    for (int i = 0; i < circles; i++) {
      for (int j = 0; j < rays; j++) {
        PolarPoint point = new PolarPoint(radius(i), 2 * Math.PI * j / rays);
        double y = (height - 1) / 2.0 + point.y();
        double x = (width - 1) / 2.0 + point.x();
        for (int c = 0; c < channels; c++) {
          polar[(c * circles + i) * rays + j] =
              Bilinear.at(image, c * height * width, height, width, y, x);
        }
      }
    }
  }

  /**
   * The way back, as far as the samples go.
   *
   * @param polar [channels, circles, rays]
   * @param image receives [channels, height, width]; 0 beyond the outermost circle, and within the
   *     innermost what is on it
   */
  public void restore(int channels, int height, int width, float[] polar, float[] image) {
    Objects.checkFromIndexSize(0, channels * height * width, image.length);
    Objects.checkFromIndexSize(0, channels * circles * rays, polar.length);
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        PolarPoint point = PolarPoint.of(j - (width - 1) / 2.0, i - (height - 1) / 2.0);
        double row = Math.max(0, row(Math.max(point.radius(), innermost)));
        double column = point.angle() / (2 * Math.PI) * rays;
        for (int c = 0; c < channels; c++) {
          image[(c * height + i) * width + j] =
              Bilinear.around(polar, c * circles * rays, circles, rays, row, column);
        }
      }
    }
  }
}
