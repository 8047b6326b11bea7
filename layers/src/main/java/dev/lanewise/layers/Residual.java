package dev.lanewise.layers;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.autograd.op.Add;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * x + f(x): a block that only has to learn what is to be changed (He, Zhang, Ren, Sun: "Deep
 * Residual Learning for Image Recognition", 2015).
 */
public final class Residual implements Layer {
  private final Sequential f;

  /** The layers of f keep the shape of their input. */
  public Residual(Sequential f) {
    this.f = f;
  }

  /** x: [n, ...], and so the result. */
  @Override
  public Tensor forward(Tape tape, Tensor x) {
    return Add.apply(tape, x, f.forward(tape, x));
  }

  @Override
  public List<Parameter> parameters() {
    return f.parameters();
  }

  @Override
  public List<Parameter> buffers() {
    return f.buffers();
  }

  @Override
  public int[] outputShape(int... inputShape) {
    int[] shape = f.outputShape(inputShape);
    if (!Arrays.equals(shape, inputShape)) {
      throw new IllegalArgumentException(
          "expected f(x) of the shape of x, %s, to add them, actual %s"
              .formatted(Arrays.toString(inputShape), Arrays.toString(shape)));
    }
    return shape;
  }

  @Override
  public long multiplyAdds(int... inputShape) {
    return f.multiplyAdds(inputShape);
  }

  @Override
  public String describe() {
    return f.layers().stream()
        .map(Sequential.Named::name)
        .collect(Collectors.joining(" ", "x + (", ")"));
  }

  @Override
  public void training(long seed) {
    f.training(seed);
  }

  @Override
  public void evaluation() {
    f.evaluation();
  }
}
