package dev.lanewise.kernels.conv;

import dev.lanewise.kernels.check.Checks;
import dev.lanewise.kernels.check.StrictStride;

/**
 * Sizes of a convolution (as in all nets, a cross-correlation: kernels are not flipped).
 *
 * <pre>{@code
 * x: [batch, channels, height, width]
 * weights: [filters, channels / groups, kernelHeight, kernelWidth]
 * bias: [filters]
 * y: [batch, filters, outputHeight, outputWidth]
 *
 * Conv2dShape.of(64, 3, 32, 32, 16, 5, 5).pad(2, 2, 2, 2)        // y: [64, 16, 32, 32]
 * Conv2dShape.of(1, 64, 56, 56, 64, 3, 3).stride(2, 2).groups(64) // depthwise
 * }</pre>
 *
 * <p>An output has size floor((N + pads - ((F - 1) * dilation + 1)) / stride) + 1 along each axis;
 * {@link #strict()} demands, as the CS231n lectures do, that the division leaves no rest.
 *
 * @param batch images
 * @param channels planes of an image
 * @param height rows of a plane
 * @param width columns of a plane
 * @param filters planes of an output
 * @param kernelHeight rows of a kernel
 * @param kernelWidth columns of a kernel
 * @param strideHeight rows from one output to the next
 * @param strideWidth columns from one output to the next
 * @param padTop rows of padding above
 * @param padBottom rows of padding below
 * @param padLeft columns of padding to the left
 * @param padRight columns of padding to the right
 * @param dilationHeight rows from one kernel tap to the next
 * @param dilationWidth columns from one kernel tap to the next
 * @param groups independent convolutions side by side; channels and filters are split among them
 * @param padding what the padding consists of
 * @param algorithm how it is computed
 * @param rectified whether a ReLU follows: forward writes max(0, sum) in place of a sum, the same
 *     bits as by a kernel of its own, in less time; the gradients are those of the sums
 */
public record Conv2dShape(
    int batch,
    int channels,
    int height,
    int width,
    int filters,
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int padTop,
    int padBottom,
    int padLeft,
    int padRight,
    int dilationHeight,
    int dilationWidth,
    int groups,
    Padding padding,
    Algorithm algorithm,
    boolean rectified) {

  /**
   * @throws IllegalArgumentException if a size, stride or dilation is below 1, a padding negative,
   *     groups do not divide channels and filters, an image is smaller than the mirror image it is
   *     padded with, or an array would have 2^31 floats and more
   */
  public Conv2dShape {
    if (padding == null || algorithm == null) {
      throw Checks.refuse("padding, algorithm", "both", padding + ", " + algorithm);
    }
    Checks.positive("batch", batch);
    Checks.positive("channels", channels);
    Checks.positive("height", height);
    Checks.positive("width", width);
    Checks.positive("filters", filters);
    Checks.positive("kernelHeight", kernelHeight);
    Checks.positive("kernelWidth", kernelWidth);
    Checks.positive("strideHeight", strideHeight);
    Checks.positive("strideWidth", strideWidth);
    Checks.count("padTop", padTop);
    Checks.count("padBottom", padBottom);
    Checks.count("padLeft", padLeft);
    Checks.count("padRight", padRight);
    Checks.positive("dilationHeight", dilationHeight);
    Checks.positive("dilationWidth", dilationWidth);
    Checks.positive("groups", groups);
    if (channels % groups != 0 || filters % groups != 0) {
      throw Checks.refuse(
          "groups", "a divisor of " + channels + " channels and " + filters + " filters", groups);
    }
    allows(padding, "padTop", padTop, "height", height);
    allows(padding, "padBottom", padBottom, "height", height);
    allows(padding, "padLeft", padLeft, "width", width);
    allows(padding, "padRight", padRight, "width", width);
    addressable(
        "x",
        batch,
        channels,
        height + (long) padTop + padBottom,
        width + (long) padLeft + padRight);
    addressable("weights", filters, channels / groups, kernelHeight, kernelWidth);
  }

  /** Stride 1, no padding, no dilation, one group. */
  public static Conv2dShape of(
      int batch,
      int channels,
      int height,
      int width,
      int filters,
      int kernelHeight,
      int kernelWidth) {
    return new Conv2dShape(
        batch,
        channels,
        height,
        width,
        filters,
        kernelHeight,
        kernelWidth,
        1,
        1,
        0,
        0,
        0,
        0,
        1,
        1,
        1,
        Padding.ZERO,
        Algorithm.FASTEST,
        false);
  }

  /** The same with other strides. */
  public Conv2dShape stride(int strideHeight, int strideWidth) {
    Draft draft = new Draft();
    draft.strideHeight = strideHeight;
    draft.strideWidth = strideWidth;
    return draft.shape();
  }

  /** The same with other padding. */
  public Conv2dShape pad(int padTop, int padBottom, int padLeft, int padRight) {
    Draft draft = new Draft();
    draft.padTop = padTop;
    draft.padBottom = padBottom;
    draft.padLeft = padLeft;
    draft.padRight = padRight;
    return draft.shape();
  }

  /** The same with other dilation. */
  public Conv2dShape dilation(int dilationHeight, int dilationWidth) {
    Draft draft = new Draft();
    draft.dilationHeight = dilationHeight;
    draft.dilationWidth = dilationWidth;
    return draft.shape();
  }

  /** The same in groups; as many groups as channels make it depthwise. */
  public Conv2dShape groups(int groups) {
    Draft draft = new Draft();
    draft.groups = groups;
    return draft.shape();
  }

  /** The same with other pixels in the padding. */
  public Conv2dShape padding(Padding padding) {
    Draft draft = new Draft();
    draft.padding = padding;
    return draft.shape();
  }

  /** The same computed by the defining sum of products. */
  public Conv2dShape direct() {
    Draft draft = new Draft();
    draft.algorithm = Algorithm.DIRECT;
    return draft.shape();
  }

  /** The same followed by a ReLU: the outputs are max(0, sum). */
  public Conv2dShape relu() {
    Draft draft = new Draft();
    draft.rectified = true;
    return draft.shape();
  }

  /** The same convolution, of an image that has its padding already. */
  Conv2dShape ofPadded() {
    Draft draft = new Draft();
    draft.height = height + padTop + padBottom;
    draft.width = width + padLeft + padRight;
    draft.padTop = 0;
    draft.padBottom = 0;
    draft.padLeft = 0;
    draft.padRight = 0;
    draft.padding = Padding.ZERO;
    return draft.shape();
  }

  /** The convolution without dilation of so many images' phases, see {@link PhasePlanes}. */
  Conv2dShape ofPhases(int images) {
    Draft draft = ofPadded().new Draft();
    PhasePlanes inputs = PhasePlanes.inputs(this);
    draft.batch = images * dilationHeight * dilationWidth;
    draft.height = inputs.phaseHeight();
    draft.width = inputs.phaseWidth();
    draft.dilationHeight = 1;
    draft.dilationWidth = 1;
    return draft.shape();
  }

  /**
   * This shape, if the strides divide evenly: (N - F + 2P) / S + 1 is whole along both axes.
   *
   * @throws IllegalArgumentException if they do not
   */
  public Conv2dShape strict() {
    outputSize(); // refuses kernels that do not fit at all
    int rows = (kernelHeight - 1) * dilationHeight + 1;
    int columns = (kernelWidth - 1) * dilationWidth + 1;
    StrictStride.require("height", height, padTop, padBottom, rows, strideHeight);
    StrictStride.require("width", width, padLeft, padRight, columns, strideWidth);
    return this;
  }

  /**
   * Rows of an output.
   *
   * @throws IllegalArgumentException if the kernel is higher than the padded input
   */
  public int outputHeight() {
    fits("kernelHeight", kernelHeight, dilationHeight, height, padTop, padBottom);
    return outputs(height, padTop + padBottom, kernelHeight, dilationHeight, strideHeight);
  }

  /**
   * Columns of an output.
   *
   * @throws IllegalArgumentException if the kernel is wider than the padded input
   */
  public int outputWidth() {
    fits("kernelWidth", kernelWidth, dilationWidth, width, padLeft, padRight);
    return outputs(width, padLeft + padRight, kernelWidth, dilationWidth, strideWidth);
  }

  /** Floats of x. */
  public int inputSize() {
    return batch * channels * height * width;
  }

  /**
   * Floats of y.
   *
   * @throws IllegalArgumentException if no array can hold them, or there is no output
   */
  public int outputSize() {
    addressable("y", batch, filters, outputHeight(), outputWidth());
    return batch * filters * outputHeight() * outputWidth();
  }

  /** Floats of the weights. */
  public int weightSize() {
    return filters * (channels / groups) * kernelHeight * kernelWidth;
  }

  /** Weights and biases: ((F * F * D) + 1) * K in the lectures' letters. */
  public long parameters() {
    return (long) weightSize() + filters;
  }

  /** Multiply-adds of the forward pass, by the definition. */
  public long multiplyAdds() {
    return (long) outputSize() * (channels / groups) * kernelHeight * kernelWidth;
  }

  private static int outputs(int size, int pads, int kernel, int dilation, int stride) {
    return (size + pads - ((kernel - 1) * dilation + 1)) / stride + 1;
  }

  private static void fits(String name, int kernel, int dilation, int size, int p0, int p1) {
    long extent = (kernel - 1L) * dilation + 1;
    if (extent > (long) size + p0 + p1) {
      throw Checks.refuse(
          name,
          "a kernel of at most "
              + ((long) size + p0 + p1)
              + " (input "
              + size
              + ", padding "
              + p0
              + " + "
              + p1
              + ")",
          dilation == 1 ? kernel : kernel + " with dilation " + dilation + " = " + extent);
    }
  }

  private static void allows(Padding padding, String name, int pad, String axis, int size) {
    int most = padding.most(size);
    if (pad > most) {
      throw Checks.refuse(
          name, "at most " + most + " (" + padding + " padding, " + axis + " " + size + ")", pad);
    }
  }

  private static void addressable(String name, long n, long c, long h, long w) {
    long most = Integer.MAX_VALUE;
    long tooMany = most + 1;
    long images = Math.min(n * c, tooMany);
    long plane = Math.min(Math.min(h, tooMany) * Math.min(w, tooMany), tooMany);
    if (images * plane > most) {
      throw Checks.refuse(
          name,
          "at most " + Integer.MAX_VALUE + " floats",
          "[" + n + ", " + c + ", " + h + ", " + w + "]");
    }
  }

  /** This shape, some of whose numbers are about to change. */
  private final class Draft {
    private int batch = Conv2dShape.this.batch;
    private int height = Conv2dShape.this.height;
    private int width = Conv2dShape.this.width;
    private int strideHeight = Conv2dShape.this.strideHeight;
    private int strideWidth = Conv2dShape.this.strideWidth;
    private int padTop = Conv2dShape.this.padTop;
    private int padBottom = Conv2dShape.this.padBottom;
    private int padLeft = Conv2dShape.this.padLeft;
    private int padRight = Conv2dShape.this.padRight;
    private int dilationHeight = Conv2dShape.this.dilationHeight;
    private int dilationWidth = Conv2dShape.this.dilationWidth;
    private int groups = Conv2dShape.this.groups;
    private Padding padding = Conv2dShape.this.padding;
    private Algorithm algorithm = Conv2dShape.this.algorithm;
    private boolean rectified = Conv2dShape.this.rectified;

    private Conv2dShape shape() {
      return new Conv2dShape(
          batch,
          channels,
          height,
          width,
          filters,
          kernelHeight,
          kernelWidth,
          strideHeight,
          strideWidth,
          padTop,
          padBottom,
          padLeft,
          padRight,
          dilationHeight,
          dilationWidth,
          groups,
          padding,
          algorithm,
          rectified);
    }
  }
}
