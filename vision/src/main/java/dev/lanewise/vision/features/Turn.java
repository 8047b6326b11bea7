package dev.lanewise.vision.features;

import java.util.Objects;

/**
 * Turns an image about its centre and scales it. Values between pixels are bilinear, those from
 * beyond the image 0.
 *
 * @param angle in radians; as the y axis of images points down, clockwise
 * @param scale how many times as large the image becomes, above 0
 */
public record Turn(double angle, double scale) {
  /**
   * @throws IllegalArgumentException if a number is not as described
   */
  public Turn {
    if (!Double.isFinite(angle) || !Double.isFinite(scale) || !(scale > 0)) {
      throw new IllegalArgumentException(
          "turn: expected a finite angle and a finite scale above 0, actual %s and %s"
              .formatted(angle, scale));
    }
  }

  /**
   * @param image [channels, height, width]
   * @param turned receives the same
   */
  public void apply(int channels, int height, int width, float[] image, float[] turned) {
    Objects.checkFromIndexSize(0, channels * height * width, image.length);
    Objects.checkFromIndexSize(0, channels * height * width, turned.length);
    double cosine = StrictMath.cos(angle) / scale;
    double sine = StrictMath.sin(angle) / scale;
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        double down = i - (height - 1) / 2.0;
        double across = j - (width - 1) / 2.0;
        double y = (height - 1) / 2.0 + cosine * down - sine * across;
        double x = (width - 1) / 2.0 + cosine * across + sine * down;
        for (int c = 0; c < channels; c++) {
          turned[(c * height + i) * width + j] =
              Bilinear.at(image, c * height * width, height, width, y, x);
        }
      }
    }
  }
}
