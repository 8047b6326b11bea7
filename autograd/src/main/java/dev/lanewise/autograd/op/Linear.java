package dev.lanewise.autograd.op;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.gemm.Bias;
import dev.lanewise.kernels.gemm.Gemm;
import dev.lanewise.kernels.gemm.PackedB;

/** A fully connected layer: y = x W^T + b. */
public final class Linear {
  /** Outputs from which on packing weights pays: fewer would leave most of a panel empty. */
  private static final int WIDE = 32;

  private Linear() {}

  /** x: [n, in], weights: [out, in], bias: [out] or null; y: [n, out]. */
  public static Tensor apply(Tape tape, Tensor x, Tensor weights, Tensor bias) {
    Shapes.rank("Linear", "x", x, 2, "[n, in]");
    Shapes.rank("Linear", "weights", weights, 2, "[out, in]");
    int n = x.dim(0);
    int in = x.dim(1);
    int out = weights.dim(0);
    if (weights.dim(1) != in) {
      throw Shapes.mismatch(
          "Linear", "x", x, "weights", weights, "x's last dimension", weights.dim(1), in);
    }
    if (bias != null) {
      Shapes.exactly("Linear", "bias", bias, out);
    }
    Tensor y = tape.tensor(n, out);
    boolean frozen = tape.constant(weights);
    boolean packs = frozen && out >= WIDE;
    float[] w = values(weights, frozen && !packs);
    float[] b = bias == null ? null : values(bias, frozen);
    if (packs) {
      PackedB packed = new PackedB(true, in, out, w, 0, in);
      Bias row = bias == null ? null : Bias.ROW;
      tape.compute(
          () -> Gemm.gemm(false, n, x.data(), 0, in, packed, 0, y.data(), 0, out, row, b, 0));
    } else if (bias == null) {
      tape.compute(
          () -> Gemm.gemm(false, true, n, out, in, x.data(), 0, in, w, 0, in, 0, y.data(), 0, out));
    } else {
      tape.compute(
          () ->
              Gemm.gemm(
                  false, true, n, out, in, x.data(), 0, in, w, 0, in, 0, y.data(), 0, out, Bias.ROW,
                  b, 0));
      // db = dY^T 1, the sum of the rows of dY: [out, n] [n].
      tape.derivative(
          y, bias, (dy, db) -> Gemm.gemv(true, n, out, dy, 0, out, tape.ones(n), 0, 0, db, 0));
    }
    // dX = dY W: [n, out] [out, in], dW = dY^T X: [out, n] [n, in].
    tape.derivative(
        y, x, (dy, dx) -> Gemm.gemm(false, false, n, in, out, dy, 0, out, w, 0, in, 0, dx, 0, in));
    tape.derivative(
        y,
        weights,
        (dy, dw) -> Gemm.gemm(true, false, out, in, n, dy, 0, out, x.data(), 0, in, 0, dw, 0, in));
    return y;
  }

  private static float[] values(Tensor x, boolean frozen) {
    return frozen ? x.data().clone() : x.data();
  }
}
