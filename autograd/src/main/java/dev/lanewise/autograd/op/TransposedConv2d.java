package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.conv.Conv2dShape;

/**
 * Transposed convolution: what a convolution does to a gradient on the way back, here on the way
 * forward, by the kernels of {@link dev.lanewise.kernels.conv.Conv2d}. It makes images larger where
 * the convolution makes them smaller. Zeiler, Krishnan, Taylor, Fergus, "Deconvolutional Networks",
 * 2010; Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016, chapter 4.
 */
public final class TransposedConv2d {
  private TransposedConv2d() {}

  /**
   * x: [n, filters, outputHeight, outputWidth], weights: [filters, c / groups, kernelHeight,
   * kernelWidth], y: [n, c, h, w], all of {@code shape}, which is that of the convolution from y to
   * x.
   */
  public static Tensor apply(Tape tape, Conv2dShape shape, Tensor x, Tensor weights) {
    if (shape.rectified()) {
      throw new IllegalArgumentException(
          "TransposedConv2d: shape: expected one without a ReLU, actual " + shape);
    }
    Shapes.exactly(
        "TransposedConv2d",
        "x",
        x,
        shape.batch(),
        shape.filters(),
        shape.outputHeight(),
        shape.outputWidth());
    Shapes.exactly(
        "TransposedConv2d",
        "weights",
        weights,
        shape.filters(),
        shape.channels() / shape.groups(),
        shape.kernelHeight(),
        shape.kernelWidth());
    Tensor y = tape.tensor(shape.batch(), shape.channels(), shape.height(), shape.width());
    float[] w = weights.data();
    tape.compute(
        () ->
            dev.lanewise.kernels.conv.Conv2d.inputGradient(shape, x.data(), 0, w, 0, y.data(), 0));
    tape.derivative(
        y,
        weights,
        (dy, dw) ->
            dev.lanewise.kernels.conv.Conv2d.weightGradient(
                shape, dy, 0, x.data(), 0, dw, 0, null, 0));
    tape.derivative(
        y,
        x,
        (dy, dx) -> dev.lanewise.kernels.conv.Conv2d.forward(shape, dy, 0, w, 0, null, 0, dx, 0));
    return y;
  }
}
