package dev.lanewise.kernels.conv;

/**
 * The planes of an image, padded, and the phases that a dilation parts them into: pixels whose rows
 * and columns leave the same rests, divided by the dilation. Taps that are the dilation apart see
 * pixels of one phase only, and there they are neighbours.
 *
 * @param planes how many planes there are
 * @param height rows of a plane without padding
 * @param width columns of a plane without padding
 * @param padding what the padding consists of
 */
record PhasePlanes(
    int planes,
    int height,
    int width,
    int padTop,
    int padBottom,
    int padLeft,
    int padRight,
    Padding padding,
    int dilationHeight,
    int dilationWidth) {

  static PhasePlanes inputs(Conv2dShape s) {
    return new PhasePlanes(
        s.channels(),
        s.height(),
        s.width(),
        s.padTop(),
        s.padBottom(),
        s.padLeft(),
        s.padRight(),
        s.padding(),
        s.dilationHeight(),
        s.dilationWidth());
  }

  static PhasePlanes outputs(Conv2dShape s) {
    return new PhasePlanes(
        s.filters(),
        s.outputHeight(),
        s.outputWidth(),
        0,
        0,
        0,
        0,
        Padding.ZERO,
        s.dilationHeight(),
        s.dilationWidth());
  }

  /** Rows of a phase; of some phases the last is beyond the padding, all zeros. */
  int phaseHeight() {
    return Math.ceilDiv(padTop + height + padBottom, dilationHeight);
  }

  /** Columns of a phase; of some phases the last is beyond the padding, all zeros. */
  int phaseWidth() {
    return Math.ceilDiv(padLeft + width + padRight, dilationWidth);
  }

  /** Floats of a plane. */
  int planeSize() {
    return height * width;
  }

  /** Floats of an image, without padding. */
  int imageSize() {
    return planes * planeSize();
  }

  /** Floats of an image's phases: [dilationHeight, dilationWidth, planes, height, width]. */
  int size() {
    return dilationHeight * dilationWidth * planes * phaseHeight() * phaseWidth();
  }

  /** Where among an image's phases the pixel in a row and column of a padded plane is. */
  int index(int plane, int y, int x) {
    int phase = y % dilationHeight * dilationWidth + x % dilationWidth;
    int row = (phase * planes + plane) * phaseHeight() + y / dilationHeight;
    return row * phaseWidth() + x / dilationWidth;
  }

  /** The row of a plane that a row of the padded plane shows, or -1 where there are zeros. */
  int sourceRow(int y) {
    return y < padTop + height + padBottom ? padding.source(y - padTop, height) : -1;
  }

  /** The column of a plane that a column of the padded plane shows, or -1 for zeros. */
  int sourceColumn(int x) {
    return x < padLeft + width + padRight ? padding.source(x - padLeft, width) : -1;
  }
}
