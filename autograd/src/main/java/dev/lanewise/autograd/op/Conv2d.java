package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.conv.Conv2dShape;

/** Convolution, {@link dev.lanewise.kernels.conv.Conv2d}. */
public final class Conv2d {
  private Conv2d() {}

  /**
   * x: [n, c, h, w], weights: [filters, c / groups, kernelHeight, kernelWidth], bias: [filters] or
   * null, all of {@code shape}; y: [n, filters, outputHeight, outputWidth], after a ReLU if the
   * shape says so.
   */
  public static Tensor apply(Tape tape, Conv2dShape shape, Tensor x, Tensor weights, Tensor bias) {
    Shapes.exactly(
        "Conv2d", "x", x, shape.batch(), shape.channels(), shape.height(), shape.width());
    Shapes.exactly(
        "Conv2d",
        "weights",
        weights,
        shape.filters(),
        shape.channels() / shape.groups(),
        shape.kernelHeight(),
        shape.kernelWidth());
    Tensor y =
        tape.tensor(shape.batch(), shape.filters(), shape.outputHeight(), shape.outputWidth());
    float[] w = weights.data();
    if (bias == null) {
      tape.compute(
          () ->
              dev.lanewise.kernels.conv.Conv2d.forward(
                  shape, x.data(), 0, w, 0, null, 0, y.data(), 0));
      tape.derivative(
          y,
          weights,
          (dy, dw) ->
              dev.lanewise.kernels.conv.Conv2d.weightGradient(
                  shape, x.data(), 0, dy, 0, dw, 0, null, 0));
    } else {
      Shapes.exactly("Conv2d", "bias", bias, shape.filters());
      tape.compute(
          () ->
              dev.lanewise.kernels.conv.Conv2d.forward(
                  shape, x.data(), 0, w, 0, bias.data(), 0, y.data(), 0));
      tape.derivative(
          y,
          weights,
          bias,
          (dy, dw, db) ->
              dev.lanewise.kernels.conv.Conv2d.weightGradient(
                  shape, x.data(), 0, dy, 0, dw, 0, db, 0));
    }
    tape.derivative(
        y,
        x,
        (dy, dx) -> dev.lanewise.kernels.conv.Conv2d.inputGradient(shape, dy, 0, w, 0, dx, 0));
    return shape.rectified() ? Relu.derivative(tape, y) : y;
  }
}
