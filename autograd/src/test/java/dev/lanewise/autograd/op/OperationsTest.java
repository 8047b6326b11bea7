package dev.lanewise.autograd.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.conv.Conv2dShape;
import dev.lanewise.kernels.pool.Pool2dShape;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a reader can check by hand; that gradients are right for all shapes is a property. */
class OperationsTest {
  private final Tape tape = new Tape();

  @Test
  void linearIsXTimesWTransposedPlusB() {
    Tensor x = Tensor.parameter(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    Tensor w = Tensor.parameter(new float[] {1, 0, -1, 2, 1, 0}, 2, 3);
    Tensor b = Tensor.parameter(new float[] {10, 20}, 2);
    Tensor y = Linear.apply(tape, x, w, b);
    assertArrayEquals(new int[] {2, 2}, y.shape());
    assertArrayEquals(new float[] {8, 24, 8, 33}, y.data());
    tape.backward(y, new float[] {1, 2, 3, 4});
    assertArrayEquals(new float[] {5, 2, -1, 11, 4, -3}, x.grad());
    assertArrayEquals(new float[] {13, 17, 21, 18, 24, 30}, w.grad());
    assertArrayEquals(new float[] {4, 6}, b.grad());
  }

  @Test
  void linearNeedsNoBias() {
    Tensor x = Tensor.parameter(new float[] {1, 2}, 1, 2);
    Tensor w = Tensor.parameter(new float[] {3, 4}, 1, 2);
    assertEquals(11, Linear.apply(tape, x, w, null).item());
  }

  @Test
  void maxGivesTheGradientOfATieToTheFirst() {
    Tensor a = Tensor.parameter(new float[] {1, 5, 2}, 3);
    Tensor b = Tensor.parameter(new float[] {3, 4, 2}, 3);
    Tensor y = Max.apply(tape, a, b);
    assertArrayEquals(new float[] {3, 5, 2}, y.data());
    tape.backward(y, new float[] {10, 20, 30});
    assertArrayEquals(new float[] {0, 20, 30}, a.grad());
    assertArrayEquals(new float[] {10, 0, 0}, b.grad());
  }

  @Test
  void maxoutComparesGroupsOfFeatures() {
    // One image row of 2 pieces of 3 features.
    Tensor x = Tensor.parameter(new float[] {1, 5, 2, 3, 4, 2}, 1, 6);
    Tensor y = Maxout.apply(tape, x, 2);
    assertArrayEquals(new int[] {1, 3}, y.shape());
    assertArrayEquals(new float[] {3, 5, 2}, y.data());
    tape.backward(y, new float[] {10, 20, 30});
    assertArrayEquals(new float[] {0, 20, 30, 10, 0, 0}, x.grad());
  }

  @Test
  void kinksTakeTheirStatedDerivative() {
    Tensor x = Tensor.parameter(new float[] {0, -0f}, 2);
    tape.backward(Sum.apply(tape, Relu.apply(tape, x)));
    assertArrayEquals(new float[] {0, 0}, x.grad());
    tape.clear();
    x.zeroGrad();
    tape.backward(Sum.apply(tape, LeakyRelu.apply(tape, x, 0.25f)));
    assertArrayEquals(new float[] {0.25f, 0.25f}, x.grad());
    tape.clear();
    x.zeroGrad();
    tape.backward(Sum.apply(tape, Elu.apply(tape, x, 0.5f)));
    assertArrayEquals(new float[] {0.5f, 0.5f}, x.grad());
    tape.clear();
    // Score 1 of the wrong class lies exactly on the margin.
    Tensor scores = Tensor.parameter(new float[] {2, 1}, 1, 2);
    tape.backward(Hinge.apply(tape, scores, new int[] {0}, 1));
    assertArrayEquals(new float[] {0, 0}, scores.grad());
  }

  @Test
  void maxPoolGivesTheGradientOfATieToTheFirstInScanOrder() {
    Tensor x = Tensor.parameter(new float[] {1, 7, 7, 7}, 1, 1, 2, 2);
    Tensor y = MaxPool2d.apply(tape, Pool2dShape.of(1, 1, 2, 2, 2, 2), x);
    assertEquals(7, y.item());
    tape.backward(y, new float[] {3});
    assertArrayEquals(new float[] {0, 3, 0, 0}, x.grad());
  }

  @Test
  void l2IsHalfTheStrengthTimesTheSquares() {
    Tensor w = Tensor.parameter(new float[] {3, 4}, 2);
    Tensor y = L2.apply(tape, w, 0.5f);
    assertEquals(0.25f * 25, y.item());
    tape.backward(Scale.apply(tape, y, 2));
    assertArrayEquals(new float[] {3, 4}, w.grad());
  }

  @Test
  void crossEntropyIsScaledByWhatFollows() {
    // Two equal logits: loss ln 2, gradient softmax - onehot.
    Tensor logits = Tensor.parameter(new float[] {5, 5}, 1, 2);
    Tensor loss = CrossEntropy.apply(tape, logits, new int[] {1});
    assertEquals(Math.log(2), loss.item(), 1e-7);
    tape.backward(Scale.apply(tape, loss, 4));
    assertArrayEquals(new float[] {2, -2}, logits.grad());
  }

  @Test
  void logsGradientIsOneOverXEverywhere() {
    Tensor x = Tensor.parameter(new float[] {1e-37f, 1e-10f, 0.3f, 1, 7, 1e10f, 1e37f}, 7);
    Tensor y = Log.apply(tape, x);
    tape.backward(Sum.apply(tape, y));
    for (int i = 0; i < x.size(); i++) {
      // e^-y takes the rounding of y, half an ulp of up to 85, for a relative error.
      double bound = 0x1p-23 * (Math.abs(y.data()[i]) + 2) / x.data()[i];
      assertEquals(1.0 / x.data()[i], x.grad()[i], bound);
    }
  }

  @Test
  void flattenKeepsTheValues() {
    Tensor x = Tensor.parameter(new float[12], 2, 3, 1, 2);
    Tensor y = Flatten.apply(tape, x);
    assertArrayEquals(new int[] {2, 6}, y.shape());
    assertSame(x.data(), y.data());
  }

  @Nested
  class InvertedDropout {
    private static final int N = 10_000;

    @Test
    void dropsTheRateAndKeepsTheExpectation() {
      Tensor x = Tensor.parameter(new float[N], N);
      Arrays.fill(x.data(), 3);
      Tensor y = Dropout.apply(tape, x, 0.25f, new SplittableRandom(5));
      int dropped = 0;
      for (float value : y.data()) {
        assertTrue(value == 0 || value == 3 / 0.75f);
        dropped += value == 0 ? 1 : 0;
      }
      // A binomial: five standard deviations are 217.
      assertEquals(N / 4, dropped, 217);

      tape.backward(Sum.apply(tape, y));
      for (int i = 0; i < N; i++) {
        assertEquals(y.data()[i] / 3, x.grad()[i], 1e-6);
      }
    }

    @Test
    void isRepeatedBySeed() {
      Tensor x = Tensor.parameter(new float[N], N);
      Arrays.fill(x.data(), 1);
      float[] first = Dropout.apply(tape, x, 0.5f, new SplittableRandom(5)).data();
      assertArrayEquals(first, Dropout.apply(tape, x, 0.5f, new SplittableRandom(5)).data());
    }

    @Test
    void ofRateZeroDropsNothing() {
      Tensor x = Tensor.parameter(new float[] {1, 2}, 2);
      assertArrayEquals(x.data(), Dropout.apply(tape, x, 0, new SplittableRandom(5)).data());
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Tensor v = Tensor.of(new float[3], 3);
    Tensor m = Tensor.of(new float[6], 2, 3);
    Tensor image = Tensor.of(new float[16], 1, 1, 4, 4);
    Pool2dShape pool = Pool2dShape.of(1, 2, 4, 4, 2, 2);
    refuses(
        "Add: a [2, 3] and b [3]: expected the same shape [2, 3], actual [3]",
        () -> Add.apply(tape, m, v));
    refuses(
        "Mul: a [3] and b [2, 3]: expected the same shape [3], actual [2, 3]",
        () -> Mul.apply(tape, v, m));
    refuses(
        "Max: a [3] and b [2, 3]: expected the same shape [3], actual [2, 3]",
        () -> Max.apply(tape, v, m));
    refuses(
        "MatMul: a [64, 128] and b [64, 10]: expected b's first dimension 128, actual 64",
        () ->
            MatMul.apply(
                tape,
                Tensor.of(new float[64 * 128], 64, 128),
                Tensor.of(new float[64 * 10], 64, 10)));
    refuses("MatMul: b [3]: expected [k, n], actual 1 dimensions", () -> MatMul.apply(tape, m, v));
    refuses(
        "Linear: x [2, 3] and weights [3, 2]: expected x's last dimension 2, actual 3",
        () -> Linear.apply(tape, m, Tensor.of(new float[6], 3, 2), null));
    refuses("Linear: bias: expected [2], actual [3]", () -> Linear.apply(tape, m, m, v));
    Conv2dShape conv = Conv2dShape.of(1, 1, 4, 4, 2, 3, 3);
    Tensor filters = Tensor.of(new float[18], 2, 1, 3, 3);
    refuses(
        "Conv2d: x: expected [1, 1, 4, 4], actual [3]",
        () -> Conv2d.apply(tape, conv, v, filters, null));
    refuses(
        "Conv2d: weights: expected [2, 1, 3, 3], actual [2, 3]",
        () -> Conv2d.apply(tape, conv, image, m, null));
    refuses(
        "Conv2d: bias: expected [2], actual [3]",
        () -> Conv2d.apply(tape, conv, image, filters, v));
    refuses(
        "MaxPool2d: x: expected [1, 2, 4, 4], actual [1, 1, 4, 4]",
        () -> MaxPool2d.apply(tape, pool, image));
    refuses(
        "AvgPool2d: x: expected [1, 2, 4, 4], actual [3]",
        () -> AvgPool2d.apply(tape, pool, true, v));
    refuses(
        "GlobalAvgPool2d: x [2, 3]: expected [n, c, h, w], actual 2 dimensions",
        () -> GlobalAvgPool2d.apply(tape, m));
    refuses(
        "Maxout: x: expected [n, a multiple of 2 pieces, ...], actual [2, 3]",
        () -> Maxout.apply(tape, m, 2));
    refuses(
        "LeakyRelu: slope: expected a positive, finite number, actual 0.0",
        () -> LeakyRelu.apply(tape, v, 0));
    refuses(
        "Elu: alpha: expected a positive, finite number, actual NaN",
        () -> Elu.apply(tape, v, Float.NaN));
    refuses(
        "Softmax: x: expected [..., columns], actual []",
        () -> Softmax.apply(tape, Tensor.of(new float[1])));
    refuses(
        "CrossEntropy: logits [3]: expected [n, classes], actual 1 dimensions",
        () -> CrossEntropy.apply(tape, v, new int[3]));
    refuses(
        "Hinge: scores [3]: expected [n, classes], actual 1 dimensions",
        () -> Hinge.apply(tape, v, new int[3], 1));
    refuses(
        "Flatten: x: expected [n, ...], actual []",
        () -> Flatten.apply(tape, Tensor.of(new float[1])));
    refuses(
        "Dropout: rate: expected [0, 1), actual 1.0",
        () -> Dropout.apply(tape, v, 1, new SplittableRandom(1)));
  }

  private static void refuses(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
