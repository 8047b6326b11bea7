package dev.lanewise.vision.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolarTest {
  private static final int SIDE = 41;

  @Test
  void pointsGoThereAndBack() {
    PolarPoint point = PolarPoint.of(-3, 4);
    assertEquals(5, point.radius());
    assertEquals(Math.atan2(4, -3), point.angle(), 1e-15);
    assertEquals(-3, point.x(), 1e-14);
    assertEquals(4, point.y(), 1e-14);
    assertEquals(Math.log(5), point.logRadius(), 1e-15);
    assertEquals(-3, PolarPoint.ofLog(point.logRadius(), point.angle()).x(), 1e-14);
    assertEquals(new PolarPoint(0, 0), PolarPoint.of(0, 0));
  }

  /** Bilinear samples of a plane are exact. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void samplesAPlaneExactly(boolean logarithmic) {
    PolarGrid grid = grid(logarithmic);
    float[] polar = new float[grid.circles() * grid.rays()];
    grid.sample(1, SIDE, SIDE, plane(), polar);
    for (int i = 0; i < grid.circles(); i++) {
      for (int j = 0; j < grid.rays(); j++) {
        double angle = 2 * Math.PI * j / grid.rays();
        double expected = 3 + grid.radius(i) * (0.02 * Math.cos(angle) + 0.03 * Math.sin(angle));
        assertEquals(expected, polar[i * grid.rays() + j], 1e-5);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void restoresWhatItSampled(boolean logarithmic) {
    PolarGrid grid = grid(logarithmic);
    float[] polar = new float[grid.circles() * grid.rays()];
    float[] image = new float[SIDE * SIDE];
    grid.sample(1, SIDE, SIDE, plane(), polar);
    grid.restore(1, SIDE, SIDE, polar, image);
    for (int i = 0; i < image.length; i++) {
      double radius = Math.hypot(i / SIDE - 20, i % SIDE - 20);
      assertEquals(radius > 20 ? 0 : plane()[i], image[i], 0.02, "pixel " + i);
    }
  }

  /** A quarter turn of the image shifts its polar picture by a quarter of the rays. */
  @Test
  void turnsBecomeShifts() {
    PolarGrid grid = grid(false);
    float[] turned = new float[SIDE * SIDE];
    for (int i = 0; i < turned.length; i++) {
      turned[i % SIDE * SIDE + SIDE - 1 - i / SIDE] = plane()[i];
    }
    float[] polar = new float[grid.circles() * grid.rays()];
    float[] shifted = new float[polar.length];
    grid.sample(1, SIDE, SIDE, plane(), polar);
    grid.sample(1, SIDE, SIDE, turned, shifted);
    float[] expected = new float[polar.length];
    for (int i = 0; i < polar.length; i++) {
      int ray = (i % grid.rays() + grid.rays() / 4) % grid.rays();
      expected[i / grid.rays() * grid.rays() + ray] = polar[i];
    }
    assertArrayEquals(expected, shifted, 1e-5f);
  }

  /**
   * Twice the size is a shift outward by ln 2 on logarithmic circles; bilinear planes are exact.
   */
  @Test
  void scalesBecomeShiftsOfLogarithmicCircles() {
    PolarGrid grid = new PolarGrid(true, 5, 16, 1, 16); // each circle twice the one before
    float[] larger = new float[SIDE * SIDE];
    new Turn(0, 2).apply(1, SIDE, SIDE, plane(), larger);
    float[] polar = new float[5 * 16];
    float[] shifted = new float[5 * 16];
    grid.sample(1, SIDE, SIDE, plane(), polar);
    grid.sample(1, SIDE, SIDE, larger, shifted);
    for (int i = 16; i < shifted.length; i++) {
      assertEquals(polar[i - 16], shifted[i], 1e-5, "sample " + i);
    }
  }

  /** A quarter turn, clockwise, moves pixels onto pixels. */
  @Test
  void turnsAboutTheCentre() {
    float[] image = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    float[] turned = new float[9];
    new Turn(Math.PI / 2, 1).apply(1, 3, 3, image, turned);
    assertArrayEquals(new float[] {7, 4, 1, 8, 5, 2, 9, 6, 3}, turned, 1e-6f);
    new Turn(0, 0.5).apply(1, 3, 3, image, turned);
    assertArrayEquals(new float[] {0, 0, 0, 0, 5, 0, 0, 0, 0}, turned);
    assertThrows(IllegalArgumentException.class, () -> new Turn(0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Turn(Double.NaN, 1));
  }

  @Test
  void rowsAndRadiiAreInverse() {
    for (boolean logarithmic : new boolean[] {false, true}) {
      PolarGrid grid = grid(logarithmic);
      assertEquals(grid.innermost(), grid.radius(0), 1e-12);
      assertEquals(grid.outermost(), grid.radius(grid.circles() - 1), 1e-12);
      assertEquals(7.25, grid.row(grid.radius(7.25)), 1e-9);
    }
  }

  @Test
  void refusesGridsWithoutRoom() {
    assertThrows(IllegalArgumentException.class, () -> new PolarGrid(true, 5, 5, 0, 3));
    assertThrows(IllegalArgumentException.class, () -> new PolarGrid(false, 5, 5, 3, 3));
    assertThrows(IllegalArgumentException.class, () -> new PolarGrid(false, 1, 5, 0, 3));
    assertThrows(IllegalArgumentException.class, () -> new PolarGrid(false, 5, 5, 0, Double.NaN));
  }

  private static PolarGrid grid(boolean logarithmic) {
    return logarithmic
        ? PolarGrid.logarithmic(SIDE, SIDE, 60, 128)
        : PolarGrid.linear(SIDE, SIDE, 60, 128);
  }

  private static float[] plane() {
    float[] plane = new float[SIDE * SIDE];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = 3 + 0.02f * (i % SIDE - 20) + 0.03f * (i / SIDE - 20);
    }
    return plane;
  }
}
