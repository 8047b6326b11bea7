package dev.lanewise.kernels.conv;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;
import java.util.Arrays;

/**
 * {@link Conv2d}, each shape by the way that suits it: {@link WinogradSimd}, {@link DilatedSimd},
 * {@link WinogradWeightGradient}, {@link Depthwise3x3}, {@link DepthwiseWeights3x3}, {@link
 * BatchWeights}, or as products, {@link ImplicitGemm}, {@link FewPixelWeights} and {@link
 * WeightGradient}.
 */
final class Conv2dSimd {
  private static final ThreadLocal<PerShape<ImplicitGemm>> FORWARD =
      PerShape.ofThread(ImplicitGemm::new);
  private static final ThreadLocal<PerShape<ImplicitGemm>> BACKWARD =
      PerShape.ofThread(ImplicitGemm::new);
  private static final ThreadLocal<PerShape<WinogradSimd>> WINOGRAD =
      PerShape.ofThread(WinogradSimd::new);
  private static final ThreadLocal<PerShape<PooledConvolution>> POOLED =
      PerShape.ofThread(PooledConvolution::new);
  private static final ThreadLocal<PerShape<WinogradSimd>> WINOGRAD_BACKWARD =
      PerShape.ofThread(WinogradSimd::new);
  private static final ThreadLocal<PerShape<WinogradWeightGradient>> WINOGRAD_WEIGHTS =
      PerShape.ofThread(WinogradWeightGradient::new);
  private static final ThreadLocal<PerShape<DilatedSimd>> DILATED =
      PerShape.ofThread(DilatedSimd::new);
  private static final ThreadLocal<Depthwise3x3> DEPTHWISE_3X3 =
      ThreadLocal.withInitial(Depthwise3x3::new);
  private static final ThreadLocal<DepthwiseWeights3x3> DEPTHWISE_WEIGHTS_3X3 =
      ThreadLocal.withInitial(DepthwiseWeights3x3::new);
  private static final ThreadLocal<PerShape<BatchWeights>> BATCH_WEIGHTS =
      PerShape.ofThread(BatchWeights::new);
  private static final ThreadLocal<PerShape<FewPixelWeights>> FEW_PIXEL_WEIGHTS =
      PerShape.ofThread(FewPixelWeights::new);
  private static final ThreadLocal<PerShape<WeightGradient>> WEIGHTS =
      PerShape.ofThread(WeightGradient::new);
  private static final ThreadLocal<Unpad> PADDED = ThreadLocal.withInitial(Unpad::new);

  private Conv2dSimd() {}

  /** The weights as the forward passes of the shape read them, in an array of their own. */
  static Slice panels(Conv2dShape s, float[] w, int wo) {
    if (WinogradShape.suits(s)) {
      return WINOGRAD.get().task(s).panels(s, w, wo);
    }
    if (Dilated.suits(s)) {
      return DILATED.get().task(s).panels(s, w, wo);
    }
    if (Depthwise3x3.suits(s)) {
      return Slice.copyOf(w, wo, s.weightSize());
    }
    return FORWARD.get().task(s).panels(s, w, wo);
  }

  /**
   * @param w the weights; anything if there are panels
   * @param panels what {@link #panels} has made of the weights, or null
   */
  static void forward(
      Conv2dShape s,
      float[] x,
      int xo,
      float[] w,
      int wo,
      Slice panels,
      float[] bias,
      int bo,
      float[] y,
      int yo) {
    if (WinogradShape.suits(s)) {
      WINOGRAD.get().task(s).forward(s, x, xo, w, wo, panels, bias, bo, y, yo);
    } else if (Dilated.suits(s)) {
      DILATED.get().task(s).forward(s, x, xo, w, wo, panels, bias, bo, y, yo);
    } else if (!Depthwise3x3.suits(s)) {
      FORWARD.get().task(s).forward(s, x, xo, w, wo, panels, bias, bo, y, yo);
    } else if (panels == null) {
      DEPTHWISE_3X3.get().forward(s, x, xo, w, wo, bias, bo, y, yo);
    } else {
      DEPTHWISE_3X3.get().forward(s, x, xo, panels.array, panels.at, bias, bo, y, yo);
    }
  }

  /** With the parameters of {@link #forward}. */
  static void forwardPooled(
      Conv2dShape s,
      float[] x,
      int xo,
      float[] w,
      int wo,
      Slice panels,
      float[] bias,
      int bo,
      float[] y,
      int yo,
      int[] argmax,
      int ao) {
    POOLED.get().task(s).forward(s, x, xo, w, wo, panels, bias, bo, y, yo, argmax, ao);
  }

  static void inputGradient(
      Conv2dShape s, float[] dy, int dyo, float[] w, int wo, float[] dx, int dxo) {
    if (s.padding() != Padding.ZERO) {
      PADDED.get().run(s, dy, dyo, w, wo, dx, dxo);
    } else if (WinogradShape.suits(s)) {
      WINOGRAD_BACKWARD.get().task(s).inputGradient(s, dy, dyo, w, wo, dx, dxo);
    } else if (Dilated.suits(s)) {
      DILATED.get().task(s).inputGradient(s, dy, dyo, w, wo, dx, dxo);
    } else if (Depthwise3x3.suits(s) && s.filters() == s.channels()) {
      DEPTHWISE_3X3.get().inputGradient(s, dy, dyo, w, wo, dx, dxo);
    } else {
      BACKWARD.get().task(s).inputGradient(s, dy, dyo, w, wo, dx, dxo);
    }
  }

  static void weightGradient(
      Conv2dShape s,
      float[] x,
      int xo,
      float[] dy,
      int dyo,
      float[] dw,
      int dwo,
      float[] db,
      int dbo) {
    if (WinogradShape.suitsWeightGradient(s)) {
      WINOGRAD_WEIGHTS.get().task(s).run(s, x, xo, dy, dyo, dw, dwo, db, dbo);
    } else if (DepthwiseWeights3x3.suits(s)) {
      DEPTHWISE_WEIGHTS_3X3.get().run(s, x, xo, dy, dyo, dw, dwo, db, dbo);
    } else if (BatchWeights.suits(s)) {
      BATCH_WEIGHTS.get().task(s).run(s, x, xo, dy, dyo, dw, dwo, db, dbo);
    } else if (FewPixelWeights.suits(s)) {
      FEW_PIXEL_WEIGHTS.get().task(s).run(s, x, xo, dy, dyo, dw, dwo, db, dbo);
    } else {
      WEIGHTS.get().task(s).run(s, x, xo, dy, dyo, dw, dwo, db, dbo);
    }
  }

  /** Gradient by an input that shows in its padding too: that of the padded image, folded back. */
  private static final class Unpad extends Task {
    private static final Scratch GRADIENT = new Scratch();

    private Conv2dShape shape;
    private Conv2dShape padded;
    private float[] from;
    private float[] dx;
    private int dxOffset;

    void run(Conv2dShape s, float[] dy, int dyo, float[] w, int wo, float[] dx, int dxo) {
      if (!s.equals(shape)) {
        shape = s;
        padded = s.ofPadded();
      }
      from = GRADIENT.floats(padded.inputSize());
      this.dx = dx;
      dxOffset = dxo;
      Conv2dSimd.inputGradient(padded, dy, dyo, w, wo, from, 0);
      Parallelism.current().run(this, s.batch() * s.channels());
      from = null;
      this.dx = null;
    }

    @Override
    protected void part(int plane) {
      int start = dxOffset + plane * shape.height() * shape.width();
      Arrays.fill(dx, start, start + shape.height() * shape.width(), 0f);
      Padding padding = shape.padding();
      int at = plane * padded.height() * padded.width();
      for (int y = 0; y < padded.height(); y++) {
        int row = start + padding.source(y - shape.padTop(), shape.height()) * shape.width();
        for (int x = 0; x < padded.width(); x++) {
          dx[row + padding.source(x - shape.padLeft(), shape.width())] += from[at++];
        }
      }
    }
  }
}
