package dev.lanewise.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.op.Add;
import dev.lanewise.autograd.op.Linear;
import dev.lanewise.autograd.op.Mul;
import dev.lanewise.autograd.op.Scale;
import dev.lanewise.autograd.op.Sum;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TapeTest {
  private final Tape tape = new Tape();
  private final Tensor w = Tensor.parameter(new float[] {1, -2, 3}, 3);
  private final Tensor x = Tensor.of(new float[] {5, 7, 11}, 3);

  @Nested
  class Gradients {
    @Test
    void flowBackThroughEveryOperation() {
      // L = sum(2 * w * x), so dL/dw = 2 * x.
      Tensor product = Mul.apply(tape, w, x);
      Tensor loss = Sum.apply(tape, Scale.apply(tape, product, 2));
      tape.backward(loss);
      assertEquals(2 * (5 - 14 + 33), loss.item());
      assertArrayEquals(new float[] {10, 14, 22}, w.grad());
      assertArrayEquals(new float[] {2, 2, 2}, product.grad());
      assertArrayEquals(new float[] {1}, loss.grad());
    }

    @Test
    void addUpOverAllPathsOfOneValue() {
      // L = sum(w * w + w * x + w), so dL/dw = 2 * w + x + 1; w * w uses w twice in one operation.
      Tensor y = Add.apply(tape, Mul.apply(tape, w, w), Mul.apply(tape, w, x));
      tape.backward(Sum.apply(tape, Add.apply(tape, y, w)));
      assertArrayEquals(new float[] {8, 4, 18}, w.grad());
    }

    @Test
    void addUpOverAllPathsOfAnIntermediateResult() {
      // y = 2 * w, L = sum(y * y * y), so dL/dw = 24 * w^2.
      Tensor y = Scale.apply(tape, w, 2);
      tape.backward(Sum.apply(tape, Mul.apply(tape, Mul.apply(tape, y, y), y)));
      assertArrayEquals(new float[] {24, 96, 216}, w.grad());
    }

    @Test
    void canBeOfOneLeafAlone() {
      Tensor image = Tensor.parameter(new float[] {5, 7, 11}, 3);
      w.zeroGrad();
      tape.backward(Sum.apply(tape, w));
      tape.clear();
      try (var _ = tape.onlyBy(image)) {
        tape.backward(Sum.apply(tape, Mul.apply(tape, w, image)));
      }
      assertArrayEquals(new float[] {1, -2, 3}, image.grad());
      assertArrayEquals(new float[] {1, 1, 1}, w.grad(), "that of before");
      tape.clear();
      image.zeroGrad();
      tape.backward(Sum.apply(tape, Mul.apply(tape, w, image)));
      assertArrayEquals(new float[] {6, 8, 12}, w.grad(), "after the scope: both");
      assertArrayEquals(new float[] {1, -2, 3}, image.grad());
    }

    @Test
    void canBeOfOneOfTwoInputsThatOneKernelServes() {
      Tensor other = Tensor.parameter(new float[] {0, 0, 0}, 3);
      Tensor y = tape.like(w);
      try (var _ = tape.onlyBy(other)) {
        tape.derivative(
            y,
            w,
            other,
            (dy, dw, dOther) -> {
              Arrays.fill(dw, 2);
              Arrays.fill(dOther, 3);
            });
      }
      tape.backward(y, new float[] {1, 1, 1});
      assertNull(w.grad());
      assertArrayEquals(new float[] {3, 3, 3}, other.grad());
    }

    @Test
    void refuseToBeOnlyByWhatIsNoLeafOrConstant() {
      Tensor sum = Sum.apply(tape, w);
      assertThrows(IllegalArgumentException.class, () -> tape.onlyBy(sum));
      assertThrows(IllegalArgumentException.class, () -> tape.onlyBy(x));
    }

    @Test
    void reachBothInputsOfAnOperationThatIsGivenOneTensorTwice() {
      Tensor y = tape.like(w);
      tape.derivative(
          y,
          w,
          w,
          (dy, da, db) -> {
            assertNotSame(da, db);
            da[0] = da[1] = da[2] = 1;
            db[0] = db[1] = db[2] = 10;
          });
      tape.backward(y, new float[3]);
      assertArrayEquals(new float[] {11, 11, 11}, w.grad());
    }

    @Test
    void ofParametersAccumulateUntilZeroGrad() {
      for (int i = 0; i < 2; i++) {
        tape.backward(Sum.apply(tape, Mul.apply(tape, w, x)));
        tape.clear();
      }
      float[] array = w.grad();
      assertArrayEquals(new float[] {10, 14, 22}, array);

      w.zeroGrad();
      assertNull(w.grad());
      tape.backward(Sum.apply(tape, Mul.apply(tape, w, x)));
      assertArrayEquals(new float[] {5, 7, 11}, w.grad());
      assertSame(array, w.grad());
    }

    @Test
    void startFromASeed() {
      tape.backward(Mul.apply(tape, w, x), new float[] {1, 0, -1});
      assertArrayEquals(new float[] {5, 0, -11}, w.grad());
    }

    @Test
    void areNotComputedForConstants() {
      Tensor y = Mul.apply(tape, x, w);
      tape.derivative(y, x, (_, _) -> throwUnexpected());
      assertFalse(Mul.apply(tape, x, x).requiresGrad());
      assertTrue(y.requiresGrad());
      tape.backward(Sum.apply(tape, y));
      assertNull(x.grad());
    }

    @Test
    void areNotComputedForResultsThatTheLossDoesNotUse() {
      Tensor unused = tape.like(w);
      tape.derivative(unused, w, (_, _) -> throwUnexpected());
      tape.backward(Sum.apply(tape, w));
      assertNull(unused.grad());
      assertArrayEquals(new float[] {1, 1, 1}, w.grad());
    }

    private static void throwUnexpected() {
      throw new AssertionError("not to be called");
    }
  }

  @Nested
  class Refuses {
    @Test
    void backwardTwice() {
      Tensor loss = Sum.apply(tape, w);
      tape.backward(loss);
      refuses(
          IllegalStateException.class,
          "backward: expected once between two calls of clear() or replay(),"
              + " actual: a second time",
          () -> tape.backward(loss));
      assertArrayEquals(new float[] {1, 1, 1}, w.grad());
    }

    @Test
    void backwardFromWhatIsNoScalar() {
      Tensor y = Mul.apply(tape, w, x);
      refuses(
          IllegalArgumentException.class,
          "backward: y [3] is no scalar: expected a seed of 3 floats, actual none",
          () -> tape.backward(y));
      refuses(
          IllegalArgumentException.class,
          "seed: expected [3] = 3 floats, array has 2",
          () -> tape.backward(y, new float[2]));
    }

    @Test
    void backwardFromWhatThisTapeDidNotMake() {
      refuses(
          IllegalArgumentException.class,
          "backward: expected a result of this tape, actual: a tensor that no operation made",
          () -> tape.backward(Tensor.parameter(new float[1])));
      Tensor elsewhere = Sum.apply(new Tape(), w);
      refuses(
          IllegalArgumentException.class,
          "backward: expected a result of this tape, actual: a result of another tape",
          () -> tape.backward(elsewhere));
    }

    @Test
    void backwardFromWhatNeedsNoGradient() {
      Tensor loss = Sum.apply(tape, x);
      refuses(
          IllegalStateException.class,
          "backward: expected y to depend on a tensor that requires a gradient,"
              + " actual: on none (or it was computed in a noGrad scope)",
          () -> tape.backward(loss));
    }

    @Test
    void inputsRecordedOnAnotherTape() {
      Tensor elsewhere = Mul.apply(new Tape(), w, x);
      refuses(
          IllegalArgumentException.class,
          "derivative: expected tensors of this tape, actual: input [3] is not",
          () -> Sum.apply(tape, elsewhere));
      refuses(
          IllegalArgumentException.class,
          "derivative: expected tensors of this tape, actual: result [3] is not",
          () -> tape.derivative(x, w, (_, _) -> {}));
    }

    @Test
    void tensorsOfAnEarlierStep() {
      Tensor y = Mul.apply(tape, w, x);
      Tensor loss = Sum.apply(tape, y);
      tape.clear();
      String message =
          "tensor: expected one of the tape's current step, actual: its tape was cleared since";
      refuses(IllegalStateException.class, message, y::data);
      refuses(IllegalStateException.class, message, y::grad);
      refuses(IllegalStateException.class, message, loss::item);
      refuses(IllegalStateException.class, message, () -> Sum.apply(tape, y));
      refuses(IllegalStateException.class, message, () -> tape.backward(loss));
    }

    @Test
    void viewsOfAnotherSize() {
      refuses(
          IllegalArgumentException.class,
          "view: x [3] has 3 elements, expected shape [2, 2] = 4",
          () -> tape.view(x, 2, 2));
    }

    private static void refuses(
        Class<? extends RuntimeException> type, String message, Executable call) {
      assertEquals(message, assertThrows(type, call).getMessage());
    }
  }

  @Nested
  class Replay {
    @Test
    void computesAnewFromWhatLeavesHold() {
      Tensor product = Mul.apply(tape, w, x);
      Tensor loss = Sum.apply(tape, Scale.apply(tape, product, 2));
      tape.backward(loss);
      w.zeroGrad();

      x.data()[0] = 1;
      w.data()[2] = 0;
      tape.replay();
      assertArrayEquals(new float[] {1, -14, 0}, product.data());
      assertEquals(2 * (1 - 14), loss.item());
      assertNull(product.grad(), "that of the step before");
      tape.backward(loss);
      assertArrayEquals(new float[] {2, 14, 22}, w.grad());
      assertArrayEquals(new float[] {2, 2, 2}, product.grad());
    }

    @Test
    void addsToWhatParametersHold() {
      Tensor loss = Sum.apply(tape, Mul.apply(tape, w, x));
      tape.backward(loss);
      tape.replay();
      tape.backward(loss);
      assertArrayEquals(new float[] {10, 14, 22}, w.grad());
    }

    @Test
    void keepsToTheScopesOfTheRecording() {
      Tensor y;
      try (var _ = tape.noGrad()) {
        y = Mul.apply(tape, w, x);
      }
      tape.replay();
      assertFalse(y.requiresGrad());
      assertArrayEquals(new float[] {5, -14, 33}, y.data());
    }

    @Test
    void isRefusedWhereNothingIsRecorded() {
      Sum.apply(tape, w);
      tape.clear();
      assertEquals(
          "replay: expected a recorded step, actual: an empty tape",
          assertThrows(IllegalStateException.class, tape::replay).getMessage());
    }
  }

  @Nested
  class NoGradScope {
    @Test
    void recordsNothing() {
      Tensor y;
      try (var _ = tape.noGrad()) {
        assertFalse(tape.recording());
        y = Mul.apply(tape, w, x);
      }
      assertTrue(tape.recording());
      assertArrayEquals(new float[] {5, -14, 33}, y.data());
      assertFalse(y.requiresGrad());

      // What is computed inside is a constant outside.
      tape.backward(Sum.apply(tape, Mul.apply(tape, w, y)));
      assertArrayEquals(new float[] {5, -14, 33}, w.grad());
    }

    @Test
    void nestsAndClosesOnce() {
      Tape.NoGrad outer = tape.noGrad();
      Tape.NoGrad inner = tape.noGrad();
      inner.close();
      inner.close();
      assertFalse(tape.recording());
      outer.close();
      assertTrue(tape.recording());
    }
  }

  @Nested
  class FrozenScope {
    @Test
    void takesParametersAsConstants() {
      Tensor images = Tensor.of(new float[] {1, 2, 3}, 1, 3);
      Tensor weights = Tensor.parameter(new float[] {1, 10, 100}, 1, 3);
      Tensor y;
      assertFalse(tape.constant(weights));
      try (var _ = tape.frozen()) {
        assertFalse(tape.recording());
        assertTrue(tape.constant(weights));
        assertFalse(tape.constant(images));
        assertFalse(tape.constant(Mul.apply(tape, weights, weights)));
        y = Linear.apply(tape, images, weights, null);
      }
      assertTrue(tape.recording());
      assertFalse(tape.constant(weights));
      assertArrayEquals(new float[] {321}, y.data());
      images.data()[0] = 5;
      weights.data()[2] = 0;
      tape.replay();
      assertArrayEquals(new float[] {325}, y.data());
    }
  }

  @Nested
  class Buffers {
    @Test
    void areReusedByExactLength() {
      float[] six = tape.tensor(2, 3).data();
      float[] sixMore = tape.tensor(6).data();
      float[] two = tape.floats(2);
      int[] ints = tape.ints(6);
      assertEquals(6, six.length);
      assertNotSame(six, sixMore);

      tape.clear();
      assertSame(two, tape.floats(2));
      assertSame(six, tape.tensor(3, 2).data());
      assertSame(sixMore, tape.tensor(1, 2, 3, 1).data());
      assertNotSame(six, tape.floats(6));
      assertSame(ints, tape.ints(6));
    }

    @Test
    void areGivenBackOnClose() {
      float[] six = tape.floats(6);
      tape.close();
      assertNotSame(six, tape.floats(6));
    }

    @Test
    void beforeTheirFirstUseOfAStepDoNotLeakIntoGradients() {
      for (int step = 0; step < 2; step++) {
        Tensor y = Scale.apply(tape, w, 2);
        tape.backward(Sum.apply(tape, Mul.apply(tape, y, y)));
        assertArrayEquals(new float[] {8, -16, 24}, w.grad());
        // Whatever a step leaves behind, the next must not see it.
        Arrays.fill(y.data(), Float.NaN);
        Arrays.fill(y.grad(), Float.NaN);
        tape.clear();
        w.zeroGrad();
      }
    }

    @Test
    void ofDerivativesAreTheirOwnUntilTheyReturn() {
      float[][] seen = new float[4][];
      for (int i = 0; i < 2; i++) {
        int derivative = i;
        Tensor y = tape.like(w);
        tape.derivative(
            y,
            w,
            (_, _) -> {
              seen[2 * derivative] = tape.scratch(3);
              seen[2 * derivative + 1] = tape.scratch(3);
            });
        tape.backward(y, new float[3]);
        tape.clear();
        w.zeroGrad();
      }
      assertNotSame(seen[0], seen[1]);
      assertSame(seen[0], seen[2]);
      assertSame(seen[1], seen[3]);
    }

    @Test
    void ofOnesAreSharedAndGrow() {
      assertArrayEquals(new float[] {1, 1, 1}, tape.ones(3));
      assertSame(tape.ones(3), tape.ones(2));
      assertEquals(1, tape.ones(4)[3]);
    }
  }

  @Test
  void viewsShareValues() {
    Tensor y = Scale.apply(tape, w, 2);
    Tensor view = tape.view(y, 1, 3);
    assertSame(y.data(), view.data());
    assertArrayEquals(new int[] {1, 3}, view.shape());
  }
}
