package dev.lanewise.layers.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.autograd.op.Mul;
import dev.lanewise.autograd.op.Sum;
import dev.lanewise.layers.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All numbers are powers of two and their sums: exact, and computed by hand. */
class SgdTest {
  private final Tensor weight = Tensor.parameter(new float[] {1, 2}, 1, 2);
  private final Tensor bias = Tensor.parameter(new float[] {4}, 1);
  private final List<Parameter> parameters =
      List.of(new Parameter("weight", weight), new Parameter("bias", bias));

  @Test
  void plain() {
    Sgd sgd = new Sgd(parameters, 0, false, 0);
    step(sgd, 0.5f);
    assertArrayEquals(new float[] {1 - 0.5f * 2, 2 - 0.5f * -4}, weight.data());
    assertArrayEquals(new float[] {4 - 0.5f * 8}, bias.data());
    assertTrue(sgd.state().isEmpty());
  }

  @Test
  void momentum() {
    Sgd sgd = new Sgd(parameters, 0.5f, false, 0);
    step(sgd, 0.5f); // v = -0.5 * [2, -4] = [-1, 2]; x = [0, 4]
    assertArrayEquals(new float[] {-1, 2}, sgd.state().get("velocity").get(0));
    assertArrayEquals(new float[] {0, 4}, weight.data());
    step(sgd, 0.25f); // v = [-0.5, 1] - 0.25 * [2, -4] = [-1, 2]; x = [-1, 6]
    assertArrayEquals(new float[] {-1, 2}, sgd.state().get("velocity").get(0));
    assertArrayEquals(new float[] {-1, 6}, weight.data());
  }

  /** x += -momentum * vBefore + (1 + momentum) * v, as the lectures write it. */
  @Test
  void nesterov() {
    Sgd sgd = new Sgd(parameters, 0.5f, true, 0);
    step(sgd, 0.5f); // v = [-1, 2]; x = [1, 2] + 1.5 * [-1, 2] = [-0.5, 5]
    assertArrayEquals(new float[] {-0.5f, 5}, weight.data());
    step(sgd, 0.25f); // v = [-1, 2]; x += -0.5 * [-1, 2] + 1.5 * [-1, 2] = [-1, 2]
    assertArrayEquals(new float[] {-1, 2}, sgd.state().get("velocity").get(0));
    assertArrayEquals(new float[] {-1.5f, 7}, weight.data());
  }

  @Test
  void weightDecayIsTheGradientOfHalfTheSquareAndSparesBiases() {
    Sgd sgd = new Sgd(parameters, 0, false, 0.25f);
    step(sgd, 0.5f); // g = [2, -4] + 0.25 * [1, 2] = [2.25, -3.5]
    assertArrayEquals(new float[] {1 - 1.125f, 2 + 1.75f}, weight.data());
    assertArrayEquals(new float[] {0}, bias.data());
  }

  @Test
  void parametersWithoutGradientStay() {
    Sgd sgd = new Sgd(parameters, 0.5f, false, 0.25f);
    step(sgd, 0.5f);
    float[] before = weight.data().clone();
    sgd.step(0.5f);
    assertArrayEquals(before, weight.data());
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Sgd(parameters, 1, false, 0));
    assertThrows(IllegalArgumentException.class, () -> new Sgd(parameters, Float.NaN, false, 0));
    assertThrows(IllegalArgumentException.class, () -> new Sgd(parameters, 0, true, 0));
    assertThrows(IllegalArgumentException.class, () -> new Sgd(parameters, 0, false, -1));
  }

  /** Gradients of the weight: [2, -4]; of the bias: 8. */
  private void step(Sgd sgd, float rate) {
    try (Tape tape = new Tape()) {
      Tensor byWeight = Mul.apply(tape, weight, Tensor.of(new float[] {2, -4}, 1, 2));
      tape.backward(Sum.apply(tape, byWeight));
      tape.clear();
      Tensor byBias = Mul.apply(tape, bias, Tensor.of(new float[] {8}, 1));
      tape.backward(Sum.apply(tape, byBias));
    }
    sgd.step(rate);
    sgd.zeroGrad();
  }
}
