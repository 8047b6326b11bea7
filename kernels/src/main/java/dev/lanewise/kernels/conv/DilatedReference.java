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
    Conv2dShape phases = Dilated.phases(s, s.batch());
    float[] seen = part(PhasePlanes.inputs(s), s.batch(), x, xo);
    float[] outputs = new float[phases.outputSize()];
    WinogradReference.convolve(WinogradShape.forward(phases), seen, 0, w, wo, bias, bo, outputs, 0);
    join(PhasePlanes.outputs(s), s.batch(), outputs, y, yo);
  }

  /** Of a zero-padded convolution. */
  static void inputGradient(
      Conv2dShape s, float[] dy, int dyo, float[] w, int wo, float[] dx, int dxo) {
    Conv2dShape phases = Dilated.phases(s, s.batch());
    float[] seen = part(PhasePlanes.outputs(s), s.batch(), dy, dyo);
    float[] gradients = new float[phases.inputSize()];
    WinogradReference.convolve(
        WinogradShape.inputGradient(phases), seen, 0, w, wo, null, 0, gradients, 0);
    join(PhasePlanes.inputs(s), s.batch(), gradients, dx, dxo);
  }

  private static float[] part(PhasePlanes p, int images, float[] src, int from) {
    float[] phases = new float[images * p.size()];
    for (int n = 0; n < images; n++) {
      for (int plane = 0; plane < p.planes(); plane++) {
        for (int y = 0; y < p.phaseHeight() * p.dilationHeight(); y++) {
          for (int x = 0; x < p.phaseWidth() * p.dilationWidth(); x++) {
            int row = p.sourceRow(y);
            int column = p.sourceColumn(x);
            int at = from + (n * p.planes() + plane) * p.planeSize() + row * p.width() + column;
            boolean real = row >= 0 && column >= 0;
            phases[n * p.size() + p.index(plane, y, x)] = real ? src[at] : 0;
          }
        }
      }
    }
    return phases;
  }

  private static void join(PhasePlanes p, int images, float[] phases, float[] dst, int to) {
    for (int n = 0; n < images; n++) {
      for (int plane = 0; plane < p.planes(); plane++) {
        for (int y = 0; y < p.height(); y++) {
          for (int x = 0; x < p.width(); x++) {
            int from = n * p.size() + p.index(plane, y + p.padTop(), x + p.padLeft());
            dst[to++] = phases[from];
          }
        }
      }
    }
  }
}
