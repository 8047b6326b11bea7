package dev.lanewise.jmh.peers;

import static dev.lanewise.jmh.peers.Dnnl.ARG_BIAS;
import static dev.lanewise.jmh.peers.Dnnl.ARG_DIFF_BIAS;
import static dev.lanewise.jmh.peers.Dnnl.ARG_DIFF_DST;
import static dev.lanewise.jmh.peers.Dnnl.ARG_DIFF_SRC;
import static dev.lanewise.jmh.peers.Dnnl.ARG_DIFF_WEIGHTS;
import static dev.lanewise.jmh.peers.Dnnl.ARG_DST;
import static dev.lanewise.jmh.peers.Dnnl.ARG_SRC;
import static dev.lanewise.jmh.peers.Dnnl.ARG_SRC_1;
import static dev.lanewise.jmh.peers.Dnnl.ARG_WEIGHTS;
import static dev.lanewise.jmh.peers.Dnnl.ARG_WORKSPACE;

import dev.lanewise.jmh.impl.Implementation;
import dev.lanewise.jmh.work.ActivationWork;
import dev.lanewise.jmh.work.ConvWork;
import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.GemmWork;
import dev.lanewise.jmh.work.PoolWork;
import dev.lanewise.jmh.work.SoftmaxWork;
import dev.lanewise.jmh.work.VectorWork;
import dev.lanewise.jmh.work.Work;
import dev.lanewise.kernels.Backend;
import java.lang.foreign.MemorySegment;

/**
 * oneDNN by its C interface: on the plain layout, or on what it likes best, with the conversion
 * left out of the time.
 */
abstract class OneDnn implements Implementation {
  private final boolean blocked;

  OneDnn(boolean blocked) {
    this.blocked = blocked;
  }

  @Override
  public String name() {
    return blocked ? "onednn-blocked" : "onednn";
  }

  /**
   * On plain images its gradient by the weights is a reference loop, which would say nothing; and
   * where order does not matter there is nothing to block.
   */
  @Override
  public boolean does(Work work, int threads) {
    return switch (work) {
      case GemmWork w -> !blocked || w.n() > 1;
      case ConvWork w -> blocked || w.way() != ConvWork.Direction.WEIGHT_GRADIENT;
      case PoolWork _ -> true;
      case ActivationWork _, SoftmaxWork _ -> !blocked;
      case VectorWork w ->
          !blocked
              && switch (w.what()) {
                case ADD, MUL, MAX, SUM -> true;
                case DOT, AXPY, SCALE -> false;
              };
      default -> false;
    };
  }

  @Override
  public void enter(int threads) {
    Dnnl.setThreads(threads);
  }

  @Override
  public Call prepare(Work work, Data data, int threads) {
    return switch (work) {
      case GemmWork w -> gemm(w, data);
      case ConvWork w -> conv(w, data);
      case PoolWork w -> pool(w, data);
      case ActivationWork w -> activation(w, data);
      case SoftmaxWork w -> softmax(w, data);
      case VectorWork w -> vector(w, data);
      default -> throw new IllegalArgumentException(work.toString());
    };
  }

  /** Plain, or for oneDNN to choose. */
  private MemorySegment free(long... dims) {
    return blocked ? Dnnl.layout(Dnnl.FORMAT_ANY, dims) : Dnnl.plain(dims);
  }

  /** Plain, or in blocks of as many channels as a vector has lanes. */
  private MemorySegment images(long... dims) {
    int blocks = Backend.PLATFORM.vectorBits() >= 512 ? Dnnl.FORMAT_NCHW16C : Dnnl.FORMAT_NCHW8C;
    return blocked ? Dnnl.layout(blocks, dims) : Dnnl.plain(dims);
  }

  /** Blocked means that B is packed beforehand, as for weights. */
  private Call gemm(GemmWork w, Data data) {
    long m = w.m();
    long n = w.n();
    long k = w.k();
    MemorySegment a =
        Dnnl.strided(new long[] {m, k}, w.transposeA() ? new long[] {1, m} : new long[] {k, 1});
    MemorySegment b =
        Dnnl.strided(new long[] {k, n}, w.transposeB() ? new long[] {1, k} : new long[] {n, 1});
    MemorySegment c = Dnnl.plain(m, n);
    MemorySegment weights = blocked ? Dnnl.layout(Dnnl.FORMAT_ANY, k, n) : b;
    return new DnnlCall(
            Dnnl.create(
                "dnnl_matmul_primitive_desc_create", Dnnl.ENGINE, a, weights, null, c, null))
        .input(ARG_SRC, 0, a, data.input(0))
        .input(ARG_WEIGHTS, Dnnl.QUERY_WEIGHTS, b, data.input(1))
        .output(ARG_DST, 0, c);
  }

  private Call conv(ConvWork w, Data data) {
    long[] x = {w.batch(), w.channels(), w.size(), w.size()};
    long[] y = {w.batch(), w.filters(), w.outputSize(), w.outputSize()};
    long[] weights =
        w.groups() == 1
            ? new long[] {w.filters(), w.channels(), w.kernel(), w.kernel()}
            : new long[] {
              w.groups(),
              w.filters() / w.groups(),
              w.channels() / w.groups(),
              w.kernel(),
              w.kernel()
            };
    MemorySegment bias = Dnnl.plain(w.filters());
    long[] strides = {w.stride(), w.stride()};
    long[] dense = {0, 0};
    long[] pad = {w.pad(), w.pad()};
    long[] padAfter = {
      padAfter(w.outputSize(), w.stride(), w.kernel(), w.size(), w.pad()),
      padAfter(w.outputSize(), w.stride(), w.kernel(), w.size(), w.pad())
    };
    return switch (w.way()) {
      case FORWARD ->
          new DnnlCall(
                  Dnnl.create(
                      "dnnl_convolution_forward_primitive_desc_create",
                      Dnnl.ENGINE,
                      Dnnl.FORWARD_INFERENCE,
                      Dnnl.CONVOLUTION_DIRECT,
                      free(x),
                      Dnnl.layout(Dnnl.FORMAT_ANY, weights),
                      bias,
                      free(y),
                      strides,
                      dense,
                      pad,
                      padAfter,
                      null))
              .input(ARG_SRC, Dnnl.QUERY_SRC, Dnnl.plain(x), data.input(0))
              .input(ARG_WEIGHTS, Dnnl.QUERY_WEIGHTS, Dnnl.plain(weights), data.input(1))
              .input(ARG_BIAS, 0, bias, data.input(2))
              .output(ARG_DST, Dnnl.QUERY_DST, Dnnl.plain(y));
      case INPUT_GRADIENT ->
          new DnnlCall(
                  Dnnl.create(
                      "dnnl_convolution_backward_data_primitive_desc_create",
                      Dnnl.ENGINE,
                      Dnnl.CONVOLUTION_DIRECT,
                      free(x),
                      Dnnl.layout(Dnnl.FORMAT_ANY, weights),
                      free(y),
                      strides,
                      dense,
                      pad,
                      padAfter,
                      forward(x, weights, bias, y, strides, pad, padAfter),
                      null))
              .input(ARG_DIFF_DST, Dnnl.QUERY_DIFF_DST, Dnnl.plain(y), data.input(0))
              .input(ARG_WEIGHTS, Dnnl.QUERY_WEIGHTS, Dnnl.plain(weights), data.input(1))
              .output(ARG_DIFF_SRC, Dnnl.QUERY_DIFF_SRC, Dnnl.plain(x));
      case WEIGHT_GRADIENT ->
          new DnnlCall(
                  Dnnl.create(
                      "dnnl_convolution_backward_weights_primitive_desc_create",
                      Dnnl.ENGINE,
                      Dnnl.CONVOLUTION_DIRECT,
                      free(x),
                      Dnnl.layout(Dnnl.FORMAT_ANY, weights),
                      bias,
                      free(y),
                      strides,
                      dense,
                      pad,
                      padAfter,
                      forward(x, weights, bias, y, strides, pad, padAfter),
                      null))
              .input(ARG_SRC, Dnnl.QUERY_SRC, Dnnl.plain(x), data.input(0))
              .input(ARG_DIFF_DST, Dnnl.QUERY_DIFF_DST, Dnnl.plain(y), data.input(1))
              .output(ARG_DIFF_WEIGHTS, Dnnl.QUERY_DIFF_WEIGHTS, Dnnl.plain(weights))
              .output(ARG_DIFF_BIAS, 0, bias);
    };
  }

  /** What a gradient takes as a hint. */
  private MemorySegment forward(
      long[] x,
      long[] weights,
      MemorySegment bias,
      long[] y,
      long[] strides,
      long[] pad,
      long[] padAfter) {
    return Dnnl.create(
        "dnnl_convolution_forward_primitive_desc_create",
        Dnnl.ENGINE,
        Dnnl.FORWARD_TRAINING,
        Dnnl.CONVOLUTION_DIRECT,
        free(x),
        Dnnl.layout(Dnnl.FORMAT_ANY, weights),
        bias,
        free(y),
        strides,
        new long[] {0, 0},
        pad,
        padAfter,
        null);
  }

  /** oneDNN wants the padding that is used, no more: it may be less than on the other side. */
  private static long padAfter(int outputs, int stride, int window, int size, int pad) {
    return (outputs - 1L) * stride + window - size - pad;
  }

  private Call pool(PoolWork w, Data data) {
    long[] x = {w.batch(), w.channels(), w.size(), w.size()};
    long[] y = {w.batch(), w.channels(), w.outputSize(), w.outputSize()};
    boolean max = w.kind() == PoolWork.Kind.MAX;
    int algorithm = max ? Dnnl.POOLING_MAX : Dnnl.POOLING_AVG_EXCLUDE_PADDING;
    long[] strides = {w.stride(), w.stride()};
    long[] window = {w.window(), w.window()};
    long[] dense = {0, 0};
    long[] pad = {w.pad(), w.pad()};
    long after = padAfter(w.outputSize(), w.stride(), w.window(), w.size(), w.pad());
    long[] padAfter = {after, after};
    MemorySegment forward =
        Dnnl.create(
            "dnnl_pooling_forward_primitive_desc_create",
            Dnnl.ENGINE,
            Dnnl.FORWARD_TRAINING,
            algorithm,
            images(x),
            images(y),
            strides,
            window,
            dense,
            pad,
            padAfter,
            null);
    DnnlCall up =
        new DnnlCall(forward)
            .input(ARG_SRC, Dnnl.QUERY_SRC, Dnnl.plain(x), data.input(0))
            .output(ARG_DST, Dnnl.QUERY_DST, Dnnl.plain(y));
    DnnlMemory places = null;
    if (max) {
      places = up.room(up.workspace());
      up.argument(ARG_WORKSPACE, places);
    }
    if (!w.gradient()) {
      return up;
    }
    up.run();
    DnnlCall down =
        new DnnlCall(
                Dnnl.create(
                    "dnnl_pooling_backward_primitive_desc_create",
                    Dnnl.ENGINE,
                    algorithm,
                    images(x),
                    images(y),
                    strides,
                    window,
                    dense,
                    pad,
                    padAfter,
                    forward,
                    null))
            .input(ARG_DIFF_DST, Dnnl.QUERY_DIFF_DST, Dnnl.plain(y), data.input(1))
            .output(ARG_DIFF_SRC, Dnnl.QUERY_DIFF_SRC, Dnnl.plain(x));
    if (max) {
      down.argument(ARG_WORKSPACE, places);
    }
    return down.after(up);
  }

  private Call activation(ActivationWork w, Data data) {
    MemorySegment layout = Dnnl.plain(w.n());
    int algorithm =
        switch (w.function()) {
          case EXP -> Dnnl.ELTWISE_EXP;
          case LOG -> Dnnl.ELTWISE_LOG;
          case SIGMOID -> w.gradient() ? Dnnl.ELTWISE_LOGISTIC_FROM_DST : Dnnl.ELTWISE_LOGISTIC;
          case TANH -> w.gradient() ? Dnnl.ELTWISE_TANH_FROM_DST : Dnnl.ELTWISE_TANH;
          case RELU, LEAKY_RELU -> w.gradient() ? Dnnl.ELTWISE_RELU_FROM_DST : Dnnl.ELTWISE_RELU;
          case ELU -> w.gradient() ? Dnnl.ELTWISE_ELU_FROM_DST : Dnnl.ELTWISE_ELU;
        };
    float alpha =
        switch (w.function()) {
          case LEAKY_RELU -> ActivationWork.SLOPE;
          case ELU -> ActivationWork.ALPHA;
          default -> 0;
        };
    MemorySegment forward =
        Dnnl.create(
            "dnnl_eltwise_forward_primitive_desc_create",
            Dnnl.ENGINE,
            w.gradient() ? Dnnl.FORWARD_TRAINING : Dnnl.FORWARD_INFERENCE,
            algorithm,
            layout,
            layout,
            alpha,
            0f,
            null);
    if (!w.gradient()) {
      return new DnnlCall(forward)
          .input(ARG_SRC, 0, layout, data.input(0))
          .output(ARG_DST, 0, layout);
    }
    return new DnnlCall(
            Dnnl.create(
                "dnnl_eltwise_backward_primitive_desc_create",
                Dnnl.ENGINE,
                algorithm,
                layout,
                layout,
                layout,
                alpha,
                0f,
                forward,
                null))
        .input(ARG_DST, 0, layout, data.input(0))
        .input(ARG_DIFF_DST, 0, layout, data.input(1))
        .output(ARG_DIFF_SRC, 0, layout);
  }

  private Call softmax(SoftmaxWork w, Data data) {
    MemorySegment layout = Dnnl.plain(w.rows(), w.columns());
    int algorithm = w.log() ? Dnnl.SOFTMAX_LOG : Dnnl.SOFTMAX_ACCURATE;
    int axis = 1;
    MemorySegment forward =
        Dnnl.create(
            "dnnl_softmax_forward_primitive_desc_create",
            Dnnl.ENGINE,
            Dnnl.FORWARD_TRAINING,
            algorithm,
            layout,
            layout,
            axis,
            null);
    if (!w.gradient()) {
      return new DnnlCall(forward)
          .input(ARG_SRC, 0, layout, data.input(0))
          .output(ARG_DST, 0, layout);
    }
    return new DnnlCall(
            Dnnl.create(
                "dnnl_softmax_backward_primitive_desc_create",
                Dnnl.ENGINE,
                algorithm,
                layout,
                layout,
                layout,
                axis,
                forward,
                null))
        .input(ARG_DST, 0, layout, data.input(0))
        .input(ARG_DIFF_DST, 0, layout, data.input(1))
        .output(ARG_DIFF_SRC, 0, layout);
  }

  private Call vector(VectorWork w, Data data) {
    MemorySegment layout = Dnnl.plain(w.n());
    if (w.what() == VectorWork.Op.SUM) {
      MemorySegment one = Dnnl.plain(1);
      return new DnnlCall(
              Dnnl.create(
                  "dnnl_reduction_primitive_desc_create",
                  Dnnl.ENGINE,
                  Dnnl.REDUCTION_SUM,
                  layout,
                  one,
                  0f,
                  0f,
                  null))
          .input(ARG_SRC, 0, layout, data.input(0))
          .output(ARG_DST, 0, one);
    }
    int algorithm =
        switch (w.what()) {
          case ADD -> Dnnl.BINARY_ADD;
          case MUL -> Dnnl.BINARY_MUL;
          default -> Dnnl.BINARY_MAX;
        };
    return new DnnlCall(
            Dnnl.create(
                "dnnl_binary_primitive_desc_create",
                Dnnl.ENGINE,
                algorithm,
                layout,
                layout,
                layout,
                null))
        .input(ARG_SRC, 0, layout, data.input(0))
        .input(ARG_SRC_1, 0, layout, data.input(1))
        .output(ARG_DST, 0, layout);
  }
}
