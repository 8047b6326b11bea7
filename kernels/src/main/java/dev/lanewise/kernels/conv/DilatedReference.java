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
    Conv2dShape phases = s.ofPhases(1);
    PhasePlanes inputs = PhasePlanes.inputs(s);
    PhasePlanes outputs = PhasePlanes.outputs(s);
    float[] written = new float[outputs.size()];
    for (int n = 0; n < s.batch(); n++) {
      float[] seen = split(inputs, x, xo + n * inputs.imageSize());
      WinogradReference.convolve(
          WinogradShape.forward(phases), seen, 0, w, wo, bias, bo, written, 0);
      join(outputs, written, y, yo + n * outputs.imageSize());
    }
  }

  /** Of a zero-padded convolution. */
  static void inputGradient(
      Conv2dShape s, float[] dy, int dyo, float[] w, int wo, float[] dx, int dxo) {
    Conv2dShape phases = s.ofPhases(1);
    PhasePlanes inputs = PhasePlanes.inputs(s);
    PhasePlanes outputs = PhasePlanes.outputs(s);
    float[] written = new float[inputs.size()];
    for (int n = 0; n < s.batch(); n++) {
      float[] seen = split(outputs, dy, dyo + n * outputs.imageSize());
      WinogradReference.convolve(
          WinogradShape.inputGradient(phases), seen, 0, w, wo, null, 0, written, 0);
      join(inputs, written, dx, dxo + n * inputs.imageSize());
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
