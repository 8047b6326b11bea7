package dev.lanewise.kernels.conv;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.check.Checks;

/**
 * Two-dimensional convolution and its gradients. Arrays and their sizes are those of {@link
 * Conv2dShape}; each is dense, row-major, and begins at its offset.
 *
 * <p>All throw {@link IllegalArgumentException} when an array is too short for the shape or an
 * output overlaps an input. The order of every sum is fixed by the shape alone: see NUMERICS.md,
 * "Products".
 */
public final class Conv2d {
  private Conv2d() {}

  /**
   * y = x * weights + bias. Each output is one sum over channel, kernel row and kernel column, in
   * this order, unless {@link Algorithm#FASTEST} takes another way.
   *
   * @param x [batch, channels, height, width]
   * @param weights [filters, channels / groups, kernelHeight, kernelWidth]
   * @param bias [filters], or null for none
   * @param y [batch, filters, outputHeight, outputWidth], overwritten
   */
  public static void forward(
      Conv2dShape shape,
      float[] x,
      int xOffset,
      float[] weights,
      int weightsOffset,
      float[] bias,
      int biasOffset,
      float[] y,
      int yOffset) {
    Checks.given("shape", "a Conv2dShape", shape);
    checkForward(
        shape,
        x,
        xOffset,
        weights,
        weightsOffset,
        bias,
        biasOffset,
        y,
        yOffset,
        shape.outputSize());
    checkOutput("y", shape, y, yOffset);
    if (Backend.simd()) {
      Conv2dSimd.forward(
          shape, x, xOffset, weights, weightsOffset, null, bias, biasOffset, y, yOffset);
    } else {
      Conv2dReference.forward(
          shape, x, xOffset, weights, weightsOffset, bias, biasOffset, y, yOffset);
    }
  }

  /**
   * As {@link #forward} with {@code MaxPool2d} of 2 x 2, stride 2, behind it: the same bits, but
   * outputs that do not win are never written.
   *
   * @param x [batch, channels, height, width]
   * @param weights [filters, channels / groups, kernelHeight, kernelWidth]
   * @param bias [filters], or null for none
   * @param y [batch, filters, outputHeight / 2, outputWidth / 2], overwritten; an odd last row or
   *     column is left out
   * @param argmax as y: where in its plane of outputs each one was, for {@code MaxPool2d.backward};
   *     or null
   * @throws IllegalArgumentException also if the output is smaller than 2 x 2
   */
  public static void forwardPooled(
      Conv2dShape shape,
      float[] x,
      int xOffset,
      float[] weights,
      int weightsOffset,
      float[] bias,
      int biasOffset,
      float[] y,
      int yOffset,
      int[] argmax,
      int argmaxOffset) {
    Checks.given("shape", "a Conv2dShape", shape);
    int size = checkPooled("y", shape, y, yOffset);
    if (argmax != null) {
      Checks.ints(
          "argmax",
          argmax,
          argmaxOffset,
          shape.batch(),
          shape.filters(),
          shape.outputHeight() / 2,
          shape.outputWidth() / 2);
    }
    checkForward(shape, x, xOffset, weights, weightsOffset, bias, biasOffset, y, yOffset, size);
    if (Backend.simd()) {
      Conv2dSimd.forwardPooled(
          shape,
          x,
          xOffset,
          weights,
          weightsOffset,
          null,
          bias,
          biasOffset,
          y,
          yOffset,
          argmax,
          argmaxOffset);
    } else {
      Conv2dReference.forwardPooled(
          shape,
          x,
          xOffset,
          weights,
          weightsOffset,
          bias,
          biasOffset,
          y,
          yOffset,
          argmax,
          argmaxOffset);
    }
  }

  /**
   * Gradient by the input: every pixel gathers what it gave to. Each is one sum over filter, kernel
   * row and kernel column, in this order, of the taps that the stride lets meet it, unless {@link
   * Algorithm#FASTEST} takes another way.
   *
   * @param dy gradient by y: [batch, filters, outputHeight, outputWidth]
   * @param weights [filters, channels / groups, kernelHeight, kernelWidth]
   * @param dx gradient by x: [batch, channels, height, width], overwritten
   */
  public static void inputGradient(
      Conv2dShape shape,
      float[] dy,
      int dyOffset,
      float[] weights,
      int weightsOffset,
      float[] dx,
      int dxOffset) {
    Checks.given("shape", "a Conv2dShape", shape);
    checkOutput("dy", shape, dy, dyOffset);
    checkWeights("weights", shape, weights, weightsOffset);
    checkInput("dx", shape, dx, dxOffset);
    Checks.apart("dx", dx, dxOffset, shape.inputSize(), "dy", dy, dyOffset, shape.outputSize());
    Checks.apart(
        "dx",
        dx,
        dxOffset,
        shape.inputSize(),
        "weights",
        weights,
        weightsOffset,
        shape.weightSize());
    if (Backend.simd()) {
      Conv2dSimd.inputGradient(shape, dy, dyOffset, weights, weightsOffset, dx, dxOffset);
    } else {
      Conv2dReference.inputGradient(shape, dy, dyOffset, weights, weightsOffset, dx, dxOffset);
    }
  }

  /**
   * Gradients by weights and bias. Each weight is one sum over the output pixels of an image, in
   * scan order; the images' sums are added in order (but see {@link Algorithm}). A bias is a long
   * reduction over each image's plane; these too are added in order.
   *
   * @param x [batch, channels, height, width]
   * @param dy gradient by y: [batch, filters, outputHeight, outputWidth]
   * @param dWeights [filters, channels / groups, kernelHeight, kernelWidth], overwritten
   * @param dBias [filters], overwritten; or null
   */
  public static void weightGradient(
      Conv2dShape shape,
      float[] x,
      int xOffset,
      float[] dy,
      int dyOffset,
      float[] dWeights,
      int dWeightsOffset,
      float[] dBias,
      int dBiasOffset) {
    Checks.given("shape", "a Conv2dShape", shape);
    checkInput("x", shape, x, xOffset);
    checkOutput("dy", shape, dy, dyOffset);
    checkWeights("dWeights", shape, dWeights, dWeightsOffset);
    Checks.apart(
        "dWeights",
        dWeights,
        dWeightsOffset,
        shape.weightSize(),
        "x",
        x,
        xOffset,
        shape.inputSize());
    Checks.apart(
        "dWeights",
        dWeights,
        dWeightsOffset,
        shape.weightSize(),
        "dy",
        dy,
        dyOffset,
        shape.outputSize());
    if (dBias != null) {
      Checks.floats("dBias", dBias, dBiasOffset, shape.filters());
      Checks.apart(
          "dBias",
          dBias,
          dBiasOffset,
          shape.filters(),
          "dWeights",
          dWeights,
          dWeightsOffset,
          shape.weightSize());
      Checks.apart(
          "dBias", dBias, dBiasOffset, shape.filters(), "x", x, xOffset, shape.inputSize());
      Checks.apart(
          "dBias", dBias, dBiasOffset, shape.filters(), "dy", dy, dyOffset, shape.outputSize());
    }
    if (Backend.simd()) {
      Conv2dSimd.weightGradient(
          shape, x, xOffset, dy, dyOffset, dWeights, dWeightsOffset, dBias, dBiasOffset);
    } else {
      Conv2dReference.weightGradient(
          shape, x, xOffset, dy, dyOffset, dWeights, dWeightsOffset, dBias, dBiasOffset);
    }
  }

  private static void checkForward(
      Conv2dShape shape,
      float[] x,
      int xOffset,
      float[] weights,
      int weightsOffset,
      float[] bias,
      int biasOffset,
      float[] y,
      int yOffset,
      int ySize) {
    checkInput("x", shape, x, xOffset);
    checkWeights("weights", shape, weights, weightsOffset);
    Checks.apart("y", y, yOffset, ySize, "x", x, xOffset, shape.inputSize());
    Checks.apart("y", y, yOffset, ySize, "weights", weights, weightsOffset, shape.weightSize());
    if (bias != null) {
      Checks.floats("bias", bias, biasOffset, shape.filters());
      Checks.apart("y", y, yOffset, ySize, "bias", bias, biasOffset, shape.filters());
    }
  }

  /** Returns the floats of the pooled outputs. */
  static int checkPooled(String name, Conv2dShape s, float[] array, int offset) {
    int height = s.outputHeight() / 2;
    int width = s.outputWidth() / 2;
    if (height == 0 || width == 0) {
      throw new IllegalArgumentException(
          "shape: expected outputs of 2 x 2 at least, actual %d x %d"
              .formatted(s.outputHeight(), s.outputWidth()));
    }
    Checks.floats(name, array, offset, s.batch(), s.filters(), height, width);
    return s.batch() * s.filters() * height * width;
  }

  static void checkInput(String name, Conv2dShape s, float[] array, int offset) {
    Checks.floats(name, array, offset, s.batch(), s.channels(), s.height(), s.width());
  }

  static void checkOutput(String name, Conv2dShape s, float[] array, int offset) {
    Checks.floats(name, array, offset, s.batch(), s.filters(), s.outputHeight(), s.outputWidth());
  }

  static void checkWeights(String name, Conv2dShape s, float[] array, int offset) {
    Checks.floats(
        name,
        array,
        offset,
        s.filters(),
        s.channels() / s.groups(),
        s.kernelHeight(),
        s.kernelWidth());
  }
}
