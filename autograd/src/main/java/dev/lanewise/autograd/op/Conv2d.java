package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.conv.Conv2dPlan;
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
    check(shape, x, weights, bias);
    Tensor y =
        tape.tensor(shape.batch(), shape.filters(), shape.outputHeight(), shape.outputWidth());
    if (constant(tape, weights, bias)) {
      Conv2dPlan plan = plan(shape, weights, bias);
      tape.compute(() -> plan.forward(x.data(), 0, y.data(), 0));
      return y;
    }
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

  /**
   * As {@link #apply} with max pooling of 2 x 2, stride 2, behind it, in less time and memory; y:
   * [n, filters, outputHeight / 2, outputWidth / 2]. It has no derivative.
   *
   * @throws IllegalStateException if the tape is recording derivatives
   */
  public static Tensor pooled(Tape tape, Conv2dShape shape, Tensor x, Tensor weights, Tensor bias) {
    if (tape.recording()) {
      throw new IllegalStateException(
          "Conv2d.pooled: expected a noGrad scope, actual a tape that records derivatives");
    }
    check(shape, x, weights, bias);
    Tensor y =
        tape.tensor(
            shape.batch(), shape.filters(), shape.outputHeight() / 2, shape.outputWidth() / 2);
    if (constant(tape, weights, bias)) {
      Conv2dPlan plan = plan(shape, weights, bias);
      tape.compute(() -> plan.forwardPooled(x.data(), 0, y.data(), 0));
      return y;
    }
    float[] w = weights.data();
    float[] b = bias == null ? null : bias.data();
    tape.compute(
        () ->
            dev.lanewise.kernels.conv.Conv2d.forwardPooled(
                shape, x.data(), 0, w, 0, b, 0, y.data(), 0));
    return y;
  }

  private static boolean constant(Tape tape, Tensor weights, Tensor bias) {
    return tape.constant(weights) && (bias == null || tape.constant(bias));
  }

  private static Conv2dPlan plan(Conv2dShape shape, Tensor weights, Tensor bias) {
    return new Conv2dPlan(shape, weights.data(), 0, bias == null ? null : bias.data(), 0);
  }

  private static void check(Conv2dShape shape, Tensor x, Tensor weights, Tensor bias) {
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
    if (bias != null) {
      Shapes.exactly("Conv2d", "bias", bias, shape.filters());
    }
  }
}
