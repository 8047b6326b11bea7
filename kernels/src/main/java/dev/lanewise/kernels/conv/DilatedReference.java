package dev.lanewise.kernels.conv;

/** The definition of {@link Conv2d} where it is {@link Dilated}. */
final class DilatedReference {
  private DilatedReference() {}

  static void forward(
      Conv2dShape s,
      float[] x,
      int xo,
      float[] w,
      int wo,
      float[] bias,
      int bo,
      float[] y,
      int yo) {
    WinogradShape phases = WinogradShape.forward(s.ofPhases(1));
    convolve(
        s.batch(),
        phases,
        PhasePlanes.inputs(s),
        x,
        xo,
        w,
        wo,
        bias,
        bo,
        PhasePlanes.outputs(s),
        y,
        yo);
  }

  /** Of a zero-padded convolution. */
  static void inputGradient(
      Conv2dShape s, float[] dy, int dyo, float[] w, int wo, float[] dx, int dxo) {
    WinogradShape phases = WinogradShape.inputGradient(s.ofPhases(1));
    convolve(
        s.batch(),
        phases,
        PhasePlanes.outputs(s),
        dy,
        dyo,
        w,
        wo,
        null,
        0,
        PhasePlanes.inputs(s),
        dx,
        dxo);
  }

  private static void convolve(
      int batch,
      WinogradShape phases,
      PhasePlanes from,
      float[] x,
      int xo,
      float[] w,
      int wo,
      float[] bias,
      int bo,
      PhasePlanes to,
      float[] y,
      int yo) {
    float[] written = new float[to.size()];
    for (int n = 0; n < batch; n++) {
      float[] seen = split(from, x, xo + n * from.imageSize());
      WinogradReference.convolve(phases, seen, 0, w, wo, bias, bo, written, 0);
      join(to, written, y, yo + n * to.imageSize());
    }
  }

  /** The phases of an image. */
  private static float[] split(PhasePlanes p, float[] image, int at) {
    float[] phases = new float[p.size()];
    for (int plane = 0; plane < p.planes(); plane++) {
      for (int y = 0; y < p.phaseHeight() * p.dilationHeight(); y++) {
        for (int x = 0; x < p.phaseWidth() * p.dilationWidth(); x++) {
          int row = p.sourceRow(y);
          int column = p.sourceColumn(x);
          int from = at + (plane * p.height() + row) * p.width() + column;
          phases[p.index(plane, y, x)] = row >= 0 && column >= 0 ? image[from] : 0;
        }
      }
    }
    return phases;
  }

  private static void join(PhasePlanes p, float[] phases, float[] image, int at) {
    int to = at;
    for (int plane = 0; plane < p.planes(); plane++) {
      for (int y = 0; y < p.height(); y++) {
        for (int x = 0; x < p.width(); x++) {
          image[to++] = phases[p.index(plane, y + p.padTop(), x + p.padLeft())];
        }
      }
    }
  }
}
