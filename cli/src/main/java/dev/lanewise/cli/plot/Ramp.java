package dev.lanewise.cli.plot;

/** Numbers as colours; what lies outside is drawn as the end it is beyond. */
enum Ramp {
  /** -1 orange, 0 white, 1 blue: stays apart for colour-blind eyes. */
  SIGNED(-1, 0x8a3a06, 0xe8801f, 0xfdfdfd, 0x3d8fd6, 0x0b3f78),
  /** -1 black, 0 grey, 1 white: as one channel of a colour picture. */
  GREY(-1, 0x000000, 0x808080, 0xffffff),
  /** 0 black, 1 nearly white, by way of blue, red and yellow. */
  HEAT(0, 0x07080c, 0x1c2f6e, 0x8d2a63, 0xe8702a, 0xf9cf58, 0xfffbe6);

  private final double low;
  private final int[] stops;

  Ramp(double low, int... stops) {
    this.low = low;
    this.stops = stops;
  }

  /** The value of its lower end; that of the upper one is 1. */
  double low() {
    return low;
  }

  /** 0xRRGGBB. */
  int rgb(double value) {
    double at = Math.clamp((value - low) / (1 - low), 0.0, 1.0) * (stops.length - 1);
    int from = Math.min((int) at, stops.length - 2);
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = stops[from] >> shift & 0xff;
      int b = stops[from + 1] >> shift & 0xff;
      rgb |= (int) Math.round(a + (b - a) * (at - from)) << shift;
    }
    return rgb;
  }
}
