package dev.lanewise.layers.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.autograd.op.Mul;
import dev.lanewise.autograd.op.Sum;
import dev.lanewise.layers.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each rule beside its formula in double, element by element, as the papers and PyTorch have it.
 */
class OptimizerTest {
  private static final int STEPS = 20;
  private static final double RATE = 0.1;
  private static final double MOMENTUM = 0.9;
  private static final double DECAY = 0.05;

  @ParameterizedTest
  @EnumSource
  void followsItsFormula(UpdateRule rule) {
    Tensor weight = Tensor.parameter(new float[] {1, -2, 3, 0.5f, -0.25f}, 5, 1);
    Optimizer optimizer = rule.over(parameters(weight), (float) MOMENTUM, (float) DECAY);
    SplittableRandom random = new SplittableRandom(1);
    double[] x = {1, -2, 3, 0.5, -0.25};
    double[] p = new double[5];
    double[] q = new double[5];
    for (int t = 1; t <= STEPS; t++) {
      float[] g = new float[5];
      for (int i = 0; i < 5; i++) {
        g[i] = (float) random.nextDouble(-1, 1);
        move(rule, t, i, x, g[i], p, q);
      }
      setGradient(weight, g);
      optimizer.step((float) RATE);
      optimizer.zeroGrad();
    }
    for (int i = 0; i < 5; i++) {
      assertEquals(x[i], weight.data()[i], 1e-5 * STEPS * Math.max(1, Math.abs(x[i])));
    }
    assertEquals(STEPS, optimizer.steps());
  }

  private static void move(
      UpdateRule rule, int t, int i, double[] x, double g, double[] p, double[] q) {
    double d = g + DECAY * x[i];
    switch (rule) {
      case SGD -> {
        p[i] = MOMENTUM * p[i] + d;
        x[i] -= RATE * p[i];
      }
      case NESTEROV -> {
        p[i] = MOMENTUM * p[i] + d;
        x[i] -= RATE * (d + MOMENTUM * p[i]);
      }
      case ADAGRAD -> {
        p[i] += d * d;
        x[i] -= RATE * d / (Math.sqrt(p[i]) + 1e-10);
      }
      case RMSPROP -> {
        p[i] = 0.99 * p[i] + 0.01 * d * d;
        x[i] -= RATE * d / (Math.sqrt(p[i]) + 1e-8);
      }
      case ADAM, ADAMW -> {
        if (rule == UpdateRule.ADAMW) {
          d = g;
          x[i] -= RATE * DECAY * x[i];
        }
        p[i] = 0.9 * p[i] + 0.1 * d;
        q[i] = 0.999 * q[i] + 0.001 * d * d;
        double mean = p[i] / (1 - Math.pow(0.9, t));
        double square = q[i] / (1 - Math.pow(0.999, t));
        x[i] -= RATE * mean / (Math.sqrt(square) + 1e-8);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void restoredItGoesOnWithTheSameBits(UpdateRule rule) {
    Tensor whole = Tensor.parameter(new float[] {1, -2}, 2, 1);
    Optimizer first = rule.over(parameters(whole), 0.9f, 0.1f);
    for (int t = 0; t < 3; t++) {
      setGradient(whole, new float[] {t - 1, 2});
      first.step(0.1f);
      first.zeroGrad();
    }
    Tensor copy = Tensor.parameter(whole.data().clone(), 2, 1);
    Optimizer second = rule.over(parameters(copy), 0.9f, 0.1f);
    second.restore(first.steps(), first.state());
    for (Tensor tensor : List.of(whole, copy)) {
      setGradient(tensor, new float[] {3, -4});
    }
    first.step(0.1f);
    second.step(0.1f);
    assertArrayEquals(whole.data(), copy.data());
    Optimizer other = new Adam(parameters(copy), false, 0);
    if (!other.state().keySet().equals(first.state().keySet())) {
      assertThrows(IllegalArgumentException.class, () -> other.restore(3, first.state()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void weightDecaySparesBiasesAndGradientsStay(UpdateRule rule) {
    Tensor bias = Tensor.parameter(new float[] {4}, 1);
    Tensor weight = Tensor.parameter(new float[] {4}, 1, 1);
    Optimizer optimizer = rule.over(parameters(bias, weight), 0.9f, 0.1f);
    setGradient(bias, new float[] {0});
    setGradient(weight, new float[] {0});
    optimizer.step(0.5f);
    assertEquals(4, bias.data()[0]);
    assertTrue(weight.data()[0] < 4);
    assertEquals(0, weight.grad()[0]);
    assertThrows(IllegalArgumentException.class, () -> rule.over(List.of(), 0.9f, -1));
  }

  @ParameterizedTest
  @EnumSource
  void ratesThatAreNoneAreRefusedBeforeTheStep(UpdateRule rule) {
    Tensor weight = Tensor.parameter(new float[] {4}, 1, 1);
    Optimizer optimizer = rule.over(parameters(weight), 0.9f, 0.1f);
    setGradient(weight, new float[] {1});
    for (float rate : new float[] {Float.POSITIVE_INFINITY, Float.NaN, -1}) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> optimizer.step(rate));
      assertEquals("rate: expected a finite number of at least 0, actual " + rate, e.getMessage());
    }
    assertEquals(0, optimizer.steps());
    assertEquals(4, weight.data()[0]);
  }

  @Test
  void gradientsAreClippedByTheNormOfAll() {
    Tensor a = Tensor.parameter(new float[] {0, 0}, 2);
    Tensor b = Tensor.parameter(new float[] {0}, 1);
    Tensor untouched = Tensor.parameter(new float[] {0}, 1);
    List<Parameter> parameters = parameters(a, b, untouched);
    setGradient(a, new float[] {2, -4});
    setGradient(b, new float[] {4});
    assertEquals(6, GradientNorm.of(parameters));
    assertEquals(1, GradientNorm.clip(parameters, 6));
    assertEquals(0.5f, GradientNorm.clip(parameters, 3));
    new Sgd(parameters, 0, false, 0).step(1, GradientNorm.clip(parameters, 3));
    assertArrayEquals(new float[] {-1, 2}, a.data());
    assertArrayEquals(new float[] {-2}, b.data());
    assertArrayEquals(new float[] {0}, untouched.data());
  }

  private static List<Parameter> parameters(Tensor... tensors) {
    List<Parameter> parameters = new ArrayList<>();
    for (Tensor tensor : tensors) {
      parameters.add(new Parameter("p" + parameters.size(), tensor));
    }
    return parameters;
  }

  private static void setGradient(Tensor tensor, float[] gradient) {
    try (Tape tape = new Tape()) {
      Tensor product = Mul.apply(tape, tensor, Tensor.of(gradient, tensor.shape()));
      tape.backward(Sum.apply(tape, product));
    }
  }
}
