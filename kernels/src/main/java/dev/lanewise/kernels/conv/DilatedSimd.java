package dev.lanewise.kernels.conv;

import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;

/** {@link DilatedReference}, some images at a time, so that their phases stay in a cache. */
final class DilatedSimd {
  /** Floats of phases, seen and written, to take at a time; one image may have more. */
  private static final int CHUNK = 1 << 20;

  private static final Scratch SEEN = new Scratch();
  private static final Scratch WRITTEN = new Scratch();

  private Conv2dShape shape;
  private PhaseCopies inputs;
  private PhaseCopies outputs;

  /** Images at a time, a divisor of the batch, and the convolution of their phases. */
  private int images;

  private Conv2dShape phases;

  private void set(Conv2dShape s) {
    if (s.equals(shape)) {
      return;
    }
    shape = s;
    inputs = new PhaseCopies(PhasePlanes.inputs(s));
    outputs = new PhaseCopies(PhasePlanes.outputs(s));
    images = Math.clamp(CHUNK / ((long) inputs.phaseSize() + outputs.phaseSize()), 1, s.batch());
    while (s.batch() % images != 0) {
      images--;
    }
    phases = Dilated.phases(s, images);
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
    float[] seen = SEEN.floats(images * inputs.phaseSize());
    float[] written = WRITTEN.floats(images * outputs.phaseSize());
    for (int n = 0; n < s.batch(); n += images) {
      inputs.part(images, x, xo + n * inputs.imageSize(), seen);
      Conv2dSimd.forward(phases, seen, 0, w, wo, panels, bias, bo, written, 0);
      outputs.join(images, written, y, yo + n * outputs.imageSize());
    }
  }

  /** Of a zero-padded convolution. */
  void inputGradient(Conv2dShape s, float[] dy, int dyo, float[] w, int wo, float[] dx, int dxo) {
    set(s);
    float[] seen = SEEN.floats(images * outputs.phaseSize());
    float[] written = WRITTEN.floats(images * inputs.phaseSize());
    for (int n = 0; n < s.batch(); n += images) {
      outputs.part(images, dy, dyo + n * outputs.imageSize(), seen);
      Conv2dSimd.inputGradient(phases, seen, 0, w, wo, written, 0);
      inputs.join(images, written, dx, dxo + n * inputs.imageSize());
    }
  }
}
