package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * x where x > 0, slope * x elsewhere, with a slope per channel that is learned and starts at 0.25
 * (He, Zhang, Ren, Sun: "Delving Deep into Rectifiers", 2015).
 */
public final class Prelu implements Layer {
  private static final float START = 0.25f;

  private final int channels;
  private final Tensor slopes;

  /** {@code channels} of the input, or features. */
  public Prelu(int channels) {
    this.channels = channels;
    float[] start = new float[Shapes.size(channels)];
    Arrays.fill(start, START);
    slopes = Tensor.parameter(start, channels);
  }

  /** x: [n, channels, ...], and so the result. */
  @Override
  public Tensor forward(Tape tape, Tensor x) {
    return dev.lanewise.autograd.op.Prelu.apply(tape, x, slopes);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(new Parameter("slope", slopes));
  }

  @Override
  public int[] outputShape(int... inputShape) {
    if (inputShape[0] != channels) {
      throw new IllegalArgumentException(
          "expected an input [%d, ...], actual %s"
              .formatted(channels, Arrays.toString(inputShape)));
    }
    return inputShape.clone();
  }

  @Override
  public String describe() {
    return channels + " slopes";
  }
}
