package dev.lanewise.kernels.conv;

import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;

/**
 * {@link DilatedReference}, some images at a time, so that their phases stay in a cache; the last
 * ones take some again, if need be.
 */
final class DilatedSimd {
  /** Floats of phases, seen and written, to take at a time; one image may have more. */
  private static final int CHUNK = 1 << 20;

  private static final Scratch SEEN = new Scratch();
  private static final Scratch WRITTEN = new Scratch();

  private Conv2dShape shape;
  private PhasePlanes inputs;
  private PhasePlanes outputs;
  private PhaseCopies inputCopies;
  private PhaseCopies outputCopies;

  /** Images at a time, and the convolution of their phases. */
  private int images;

  private Conv2dShape phases;

  private void set(Conv2dShape s) {
    if (s.equals(shape)) {
      return;
    }
    shape = s;
    inputs = PhasePlanes.inputs(s);
    outputs = PhasePlanes.outputs(s);
    inputCopies = new PhaseCopies(inputs);
    outputCopies = new PhaseCopies(outputs);
    int most = Math.clamp(CHUNK / ((long) inputs.size() + outputs.size()), 1, s.batch());
    images = Math.ceilDiv(s.batch(), Math.ceilDiv(s.batch(), most));
    phases = s.ofPhases(images);
  }

  /** The weights as {@link #forward} reads them. */
  Slice panels(Conv2dShape s, float[] w, int wo) {
    set(s);
    return Conv2dSimd.panels(phases, w, wo);
  }

  /** With the parameters of {@link Conv2dSimd#forward}. */
  void forward(
      Conv2dShape s,
      float[] x,
      int xo,
      float[] w,
      int wo,
      Slice panels,
      float[] bias,
      int bo,
      float[] y,
      int yo) {
    set(s);
    float[] seen = SEEN.floats(images * inputs.size());
    float[] written = WRITTEN.floats(images * outputs.size());
    for (int next = 0; next < s.batch(); next += images) {
      int n = Math.min(next, s.batch() - images);
      inputCopies.split(images, x, xo + n * inputs.imageSize(), seen);
      Conv2dSimd.forward(phases, seen, 0, w, wo, panels, bias, bo, written, 0);
      outputCopies.join(images, written, y, yo + n * outputs.imageSize());
    }
  }

  /** Of a zero-padded convolution. */
  void inputGradient(Conv2dShape s, float[] dy, int dyo, float[] w, int wo, float[] dx, int dxo) {
    set(s);
    float[] seen = SEEN.floats(images * outputs.size());
    float[] written = WRITTEN.floats(images * inputs.size());
    for (int next = 0; next < s.batch(); next += images) {
      int n = Math.min(next, s.batch() - images);
      outputCopies.split(images, dy, dyo + n * outputs.imageSize(), seen);
      Conv2dSimd.inputGradient(phases, seen, 0, w, wo, written, 0);
      inputCopies.join(images, written, dx, dxo + n * inputs.imageSize());
    }
  }
}
