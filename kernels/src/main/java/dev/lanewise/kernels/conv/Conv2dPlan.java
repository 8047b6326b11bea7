package dev.lanewise.kernels.conv;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.check.Checks;
import dev.lanewise.kernels.simd.Slice;
import java.util.Arrays;

/**
 * A convolution of one shape by weights that stay as they are, for inference: {@link
 * Conv2d#forward} lays them out on each call, a plan has done so once. The bits are the same.
 *
 * <pre>{@code
 * var plan = new Conv2dPlan(shape.relu(), weights, 0, bias, 0);
 * plan.forward(image, 0, y, 0);
 * }</pre>
 *
 * <p>A plan holds copies, so that later changes of the arrays it was made of are not seen. It never
 * changes, and serves any number of threads at a time. {@link #weightBytes} tells its memory: that
 * of the weights, with filters in whole tiles; by Winograd's algorithm four times that, with
 * filters in whole vectors, unless there are so few tiles that reading more would take longer than
 * transforming.
 */
public final class Conv2dPlan {
  private final Conv2dShape shape;
  private final Slice panels;
  private final float[] bias;

  /**
   * Lays the weights out.
   *
   * @param weights [filters, channels / groups, kernelHeight, kernelWidth]
   * @param bias [filters], or null for none
   * @throws IllegalArgumentException if an array is too short, or there is no output
   */
  public Conv2dPlan(
      Conv2dShape shape, float[] weights, int weightsOffset, float[] bias, int biasOffset) {
    Checks.given("shape", "a Conv2dShape", shape);
    shape.outputSize(); // refuses shapes without an output
    Conv2d.checkWeights("weights", shape, weights, weightsOffset);
    if (bias != null) {
      Checks.floats("bias", bias, biasOffset, shape.filters());
    }
    this.shape = shape;
    this.bias =
        bias == null ? null : Arrays.copyOfRange(bias, biasOffset, biasOffset + shape.filters());
    panels =
        Backend.simd()
            ? Conv2dSimd.panels(shape, weights, weightsOffset)
            : Slice.copyOf(weights, weightsOffset, shape.weightSize());
  }

  /** What it computes. */
  public Conv2dShape shape() {
    return shape;
  }

  /** Bytes that the weights take as they are laid out. */
  public long weightBytes() {
    return (long) Float.BYTES * panels.length;
  }

  /**
   * As {@link Conv2d#forward}.
   *
   * @param x [batch, channels, height, width]
   * @param y [batch, filters, outputHeight, outputWidth], overwritten
   * @throws IllegalArgumentException if an array is too short for the shape, or y overlaps x
   */
  public void forward(float[] x, int xOffset, float[] y, int yOffset) {
    Conv2d.checkInput("x", shape, x, xOffset);
    Conv2d.checkOutput("y", shape, y, yOffset);
    Checks.apart("y", y, yOffset, shape.outputSize(), "x", x, xOffset, shape.inputSize());
    if (Backend.simd()) {
      Conv2dSimd.forward(shape, x, xOffset, null, 0, panels, bias, 0, y, yOffset);
    } else {
      Conv2dReference.forward(shape, x, xOffset, panels.array, panels.at, bias, 0, y, yOffset);
    }
  }

  /**
   * As {@link Conv2d#forwardPooled}.
   *
   * @param x [batch, channels, height, width]
   * @param y [batch, filters, outputHeight / 2, outputWidth / 2], overwritten; an odd last row or
   *     column is left out
   * @throws IllegalArgumentException also if the output is smaller than 2 x 2
   */
  public void forwardPooled(float[] x, int xOffset, float[] y, int yOffset) {
    Conv2d.checkInput("x", shape, x, xOffset);
    int size = Conv2d.checkPooled("y", shape, y, yOffset);
    Checks.apart("y", y, yOffset, size, "x", x, xOffset, shape.inputSize());
    if (Backend.simd()) {
      Conv2dSimd.forwardPooled(shape, x, xOffset, null, 0, panels, bias, 0, y, yOffset, null, 0);
    } else {
      Conv2dReference.forwardPooled(
          shape, x, xOffset, panels.array, panels.at, bias, 0, y, yOffset, null, 0);
    }
  }
}
