package dev.lanewise.vision.features;

/**
 * A point by its distance from the origin and its direction.
 *
 * @param radius at least 0
 * @param angle in radians from the x axis towards the y axis, -pi to pi when made by {@link #of}.
 *     In images, whose y axis points down, that is clockwise.
 */
public record PolarPoint(double radius, double angle) {
  /** The point (x, y). The origin has angle 0. */
  public static PolarPoint of(double x, double y) {
    return new PolarPoint(StrictMath.hypot(x, y), StrictMath.atan2(y, x));
  }

  /** The point in log-polar coordinates: (ln radius, angle). */
  public static PolarPoint ofLog(double logRadius, double angle) {
    return new PolarPoint(StrictMath.exp(logRadius), angle);
  }

  /** ln radius: the first of the log-polar coordinates, in which scaling is a shift. */
  public double logRadius() {
    return StrictMath.log(radius);
  }

  public double x() {
    return radius * StrictMath.cos(angle);
  }

  public double y() {
    return radius * StrictMath.sin(angle);
  }
}
