package dev.lanewise.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.conv.Conv2d;
import dev.lanewise.kernels.conv.Conv2dPlan;
import dev.lanewise.kernels.conv.Conv2dShape;
import dev.lanewise.kernels.conv.Padding;
import dev.lanewise.kernels.gemm.Bias;
import dev.lanewise.kernels.gemm.Gemm;
import dev.lanewise.kernels.gemm.PackedB;
import dev.lanewise.kernels.optim.Updates;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.vector.Vectors;
import dev.lanewise.testing.AllocationMeter;
import dev.lanewise.testing.Values;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * After warm-up vector kernels, update rules, products and convolutions allocate nothing, one
 * kernel and one shape after the other: C2 compiles what is hot for what came first.
 */
class AllocationTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void vectors() {
    for (int n : new int[] {7, 1000, 70_000}) {
      float[] x = Values.ORDINARY.floats(n, 1);
      float[] y = Values.ORDINARY.floats(n, 2);
      float[] z = new float[n];
      nothing("dot " + n, () -> Vectors.dot(n, x, 0, y, 0));
      nothing("sum " + n, () -> Vectors.sum(n, x, 0));
      nothing("axpy " + n, () -> Vectors.axpy(n, 0.5f, x, 0, z, 0));
      nothing("scale " + n, () -> Vectors.scale(n, 0.5f, z, 0));
      nothing("add " + n, () -> Vectors.add(n, x, 0, y, 0, z, 0));
      nothing("mul " + n, () -> Vectors.mul(n, x, 0, y, 0, z, 0));
      nothing("div " + n, () -> Vectors.div(n, x, 0, y, 0, z, 0));
      nothing("sqrt " + n, () -> Vectors.sqrt(n, x, 0, z, 0));
      nothing("max " + n, () -> Vectors.max(n, x, 0, y, 0, z, 0));
    }
  }

  @Test
  void updates() {
    for (int n : new int[] {7, 1000, 70_000}) {
      float[] x = Values.ORDINARY.floats(n, 1);
      float[] g = Values.ORDINARY.floats(n, 2);
      float[] m = new float[n];
      float[] s = new float[n];
      nothing("descent " + n, () -> Updates.descent(n, 0.1f, 1, 0, x, 0, g, 0));
      nothing("momentum " + n, () -> Updates.momentum(n, 0.1f, 0.9f, 1, 0, x, 0, g, 0, m, 0));
      nothing("nesterov " + n, () -> Updates.nesterov(n, 0.1f, 0.9f, 1, 0, x, 0, g, 0, m, 0));
      nothing(
          "scaled " + n,
          () -> Updates.scaled(n, 0.1f, 0.99f, 0.01f, 1e-8f, 1, 0, x, 0, g, 0, s, 0));
      nothing(
          "adam " + n,
          () -> Updates.adam(n, 0.1f, 0.9f, 0.999f, 2, 1e-8f, 1, 1, 0, x, 0, g, 0, m, 0, s, 0));
    }
  }

  @Test
  void products() {
    for (int n : new int[] {5, 64, 70}) {
      int k = 3 * n;
      float[] a = Values.ORDINARY.floats(n * k, 1);
      float[] b = Values.ORDINARY.floats(k * n, 2);
      float[] bias = Values.ORDINARY.floats(n, 3);
      float[] c = new float[n * n];
      float[] y = new float[k];
      nothing("gemm " + n, () -> Gemm.gemm(false, false, n, n, k, a, 0, k, b, 0, n, 1, c, 0, n));
      nothing(
          "gemm of transposed " + n,
          () -> Gemm.gemm(true, true, n, n, k, a, 0, n, b, 0, k, 0, c, 0, n, Bias.ROW, bias, 0));
      PackedB packed = new PackedB(false, k, n, b, 0, n);
      for (int m : new int[] {1, n}) {
        nothing(
            "packed gemm " + n,
            () -> Gemm.gemm(false, m, a, 0, k, packed, 0, c, 0, n, Bias.ROW, bias, 0));
      }
      nothing("gemv " + n, () -> Gemm.gemv(false, n, k, a, 0, k, b, 0, 0, c, 0));
      nothing("gemv of transposed " + n, () -> Gemm.gemv(true, n, k, a, 0, k, b, 0, 0, y, 0));
    }
  }

  @Test
  void convolutions() {
    for (Conv2dShape shape :
        new Conv2dShape[] {
          Conv2dShape.of(2, 3, 9, 11, 5, 3, 3),
          Conv2dShape.of(2, 16, 12, 12, 16, 3, 3).pad(1, 1, 1, 1),
          Conv2dShape.of(1, 16, 12, 12, 40, 3, 3).pad(1, 1, 1, 1),
          Conv2dShape.of(3, 8, 16, 32, 8, 3, 3).pad(1, 1, 1, 1),
          Conv2dShape.of(2, 32, 15, 16, 32, 3, 3).dilation(2, 2).pad(2, 2, 2, 2),
          Conv2dShape.of(2, 4, 15, 20, 4, 3, 3).pad(1, 1, 1, 1).groups(4),
          Conv2dShape.of(2, 4, 15, 56, 4, 3, 3).pad(1, 1, 1, 1).groups(4),
          Conv2dShape.of(2, 4, 15, 20, 8, 3, 3).stride(2, 2).pad(1, 1, 1, 1).groups(4),
          Conv2dShape.of(4, 8, 15, 20, 8, 3, 3).stride(2, 2).pad(1, 1, 1, 1).groups(8),
          Conv2dShape.of(16, 2, 9, 11, 5, 3, 3).stride(2, 2).pad(1, 1, 1, 1),
          Conv2dShape.of(2, 4, 15, 16, 6, 5, 5).stride(2, 2).pad(2, 2, 2, 2).groups(2),
          Conv2dShape.of(2, 4, 9, 9, 6, 3, 3).pad(1, 1, 1, 1).padding(Padding.REFLECT),
          Conv2dShape.of(2, 16, 9, 9, 16, 3, 3).pad(1, 1, 1, 1).padding(Padding.SYMMETRIC)
        }) {
      float[] x = Values.ORDINARY.floats(shape.inputSize(), 1);
      float[] weights = Values.ORDINARY.floats(shape.weightSize(), 2);
      float[] bias = Values.ORDINARY.floats(shape.filters(), 3);
      float[] y = new float[shape.outputSize()];
      nothing("forward " + shape, () -> Conv2d.forward(shape, x, 0, weights, 0, bias, 0, y, 0));
      int[] argmax = new int[shape.outputSize()];
      nothing(
          "pooled " + shape,
          () -> Conv2d.forwardPooled(shape, x, 0, weights, 0, bias, 0, y, 0, argmax, 0));
      Conv2dPlan plan = new Conv2dPlan(shape, weights, 0, bias, 0);
      nothing("plan " + shape, () -> plan.forward(x, 0, y, 0));
      nothing("pooled plan " + shape, () -> plan.forwardPooled(x, 0, y, 0));
      nothing("by input " + shape, () -> Conv2d.inputGradient(shape, y, 0, weights, 0, x, 0));
      nothing(
          "by weights " + shape,
          () -> Conv2d.weightGradient(shape, x, 0, y, 0, weights, 0, bias, 0));
    }
  }

  /** Alone, and in the calling thread of two. */
  private static void nothing(String name, Runnable kernel) {
    for (int threads : new int[] {1, 2}) {
      long bytes =
          Parallelism.ofThreads(threads).call(() -> AllocationMeter.bytesPerCall(LIMIT, kernel));
      assertEquals(0, bytes, () -> "bytes per call of " + name + " with " + threads + " threads");
    }
  }
}
