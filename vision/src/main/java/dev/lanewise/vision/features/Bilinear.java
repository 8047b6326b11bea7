package dev.lanewise.vision.features;

/** The value of a plane [height, width] between its pixels. */
final class Bilinear {
  /** Rounding that still counts as on the border. */
  private static final double SLACK = 1e-9;

  private Bilinear() {}

  /** At row {@code y} and column {@code x}; 0 outside. */
  static float at(float[] plane, int offset, int height, int width, double y, double x) {
    if (x < -SLACK || x > width - 1 + SLACK) {
      return 0;
    }
    return around(plane, offset, height, width, y, Math.clamp(x, 0, width - 1));
  }

  /** The same where the last column has the first one beside it; 0 above and below. */
  static float around(float[] plane, int offset, int height, int width, double y, double x) {
    if (y < -SLACK || y > height - 1 + SLACK) {
      return 0;
    }
    double row = Math.clamp(y, 0, height - 1);
    int top = (int) row;
    int left = (int) Math.floor(x);
    double down = row - top;
    double across = x - left;
    int upper = offset + top * width;
    int lower = offset + Math.min(top + 1, height - 1) * width;
    int here = Math.floorMod(left, width);
    int next = Math.floorMod(left + 1, width);
    double above = plane[upper + here] * (1 - across) + plane[upper + next] * across;
    double below = plane[lower + here] * (1 - across) + plane[lower + next] * across;
    return (float) (above * (1 - down) + below * down);
  }
}
