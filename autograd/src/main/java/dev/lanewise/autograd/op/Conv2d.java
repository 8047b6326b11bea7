package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.conv.Conv2dPlan;
import dev.lanewise.kernels.conv.Conv2dShape;
import dev.lanewise.kernels.pool.Pool2dShape;

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
    float[] b = bias == null ? null : bias.data();
    tape.compute(
        () ->
            dev.lanewise.kernels.conv.Conv2d.forward(shape, x.data(), 0, w, 0, b, 0, y.data(), 0));
    derivatives(tape, shape, y, x, weights, bias);
    return shape.rectified() ? Relu.derivative(tape, y) : y;
  }

  private static void derivatives(
      Tape tape, Conv2dShape shape, Tensor y, Tensor x, Tensor weights, Tensor bias) {
    float[] w = weights.data();
    if (bias == null) {
      tape.derivative(
          y,
          weights,
          (dy, dw) ->
              dev.lanewise.kernels.conv.Conv2d.weightGradient(
                  shape, x.data(), 0, dy, 0, dw, 0, null, 0));
    } else {
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
  }

  /**
   * As {@link #apply} with max pooling of 2 x 2, stride 2, behind it, in less time; y: [n, filters,
   * outputHeight / 2, outputWidth / 2].
   */
  public static Tensor pooled(Tape tape, Conv2dShape shape, Tensor x, Tensor weights, Tensor bias) {
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
    int[] argmax = tape.recording() ? tape.ints(y.size()) : null;
    tape.compute(
        () ->
            dev.lanewise.kernels.conv.Conv2d.forwardPooled(
                shape, x.data(), 0, w, 0, b, 0, y.data(), 0, argmax, 0));
    if (!tape.recording()) {
      return y;
    }
    // What is pooled is never written: of this tensor only the gradient is used.
    Tensor outputs =
        tape.tensor(shape.batch(), shape.filters(), shape.outputHeight(), shape.outputWidth());
    derivatives(tape, shape, outputs, x, weights, bias);
    Pool2dShape pool =
        Pool2dShape.of(outputs.dim(0), outputs.dim(1), outputs.dim(2), outputs.dim(3), 2, 2)
            .stride(2, 2);
    tape.derivative(
        y,
        outputs,
        (dy, dx) -> dev.lanewise.kernels.pool.MaxPool2d.backward(pool, dy, 0, argmax, 0, dx, 0));
    return shape.rectified() ? Relu.derivative(tape, y) : y;
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
