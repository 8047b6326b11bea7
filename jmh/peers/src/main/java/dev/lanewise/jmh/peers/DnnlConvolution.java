package dev.lanewise.jmh.peers;

import static dev.lanewise.jmh.peers.Dnnl.ARG_BIAS;
import static dev.lanewise.jmh.peers.Dnnl.ARG_DIFF_BIAS;
import static dev.lanewise.jmh.peers.Dnnl.ARG_DIFF_DST;
import static dev.lanewise.jmh.peers.Dnnl.ARG_DIFF_SRC;
import static dev.lanewise.jmh.peers.Dnnl.ARG_DIFF_WEIGHTS;
import static dev.lanewise.jmh.peers.Dnnl.ARG_DST;
import static dev.lanewise.jmh.peers.Dnnl.ARG_SRC;
import static dev.lanewise.jmh.peers.Dnnl.ARG_WEIGHTS;

import dev.lanewise.jmh.impl.Implementation;
import dev.lanewise.jmh.work.ConvWork;
import dev.lanewise.jmh.work.Data;
import java.lang.foreign.MemorySegment;

/**
 * Convolutions of oneDNN. Weights lie as it likes best in any case, since a user would keep them so
 * between calls; images are plain or, if blocked, as it likes best too.
 */
final class DnnlConvolution {
  private final ConvWork w;
  private final boolean blocked;
  private final long[] x;
  private final long[] y;
  private final long[] weights;
  private final long[] strides;
  private final long[] dilation;
  private final long[] pad;
  private final long[] padAfter;
  private final MemorySegment bias;

  private DnnlConvolution(ConvWork w, boolean blocked) {
    this.w = w;
    this.blocked = blocked;
    x = new long[] {w.batch(), w.channels(), w.size(), w.size()};
    y = new long[] {w.batch(), w.filters(), w.outputSize(), w.outputSize()};
    weights =
        w.groups() == 1
            ? new long[] {w.filters(), w.channels(), w.kernel(), w.kernel()}
            : new long[] {
              w.groups(),
              w.filters() / w.groups(),
              w.channels() / w.groups(),
              w.kernel(),
              w.kernel()
            };
    strides = new long[] {w.stride(), w.stride()};
    dilation = new long[] {w.dilation() - 1, w.dilation() - 1}; // pixels left out
    pad = new long[] {w.pad(), w.pad()};
    long after = Dnnl.padAfter(w.outputSize(), w.stride(), w.window(), w.size(), w.pad());
    padAfter = new long[] {after, after};
    bias = Dnnl.plain(w.filters());
  }

  static Implementation.Call of(ConvWork w, Data data, boolean blocked) {
    DnnlConvolution c = new DnnlConvolution(w, blocked);
    return switch (w.way()) {
      case FORWARD -> c.forward(data);
      case INPUT_GRADIENT -> c.inputGradient(data);
      case WEIGHT_GRADIENT -> c.weightGradient(data);
      case FORWARD_POOLED -> throw new IllegalArgumentException(w.toString());
    };
  }

  private MemorySegment images(long... dims) {
    return blocked ? free(dims) : Dnnl.plain(dims);
  }

  /** For oneDNN to choose. */
  private static MemorySegment free(long... dims) {
    return Dnnl.layout(Dnnl.FORMAT_ANY, dims);
  }

  private Implementation.Call forward(Data data) {
    return new DnnlCall(forward(Dnnl.FORWARD_INFERENCE))
        .input(ARG_SRC, Dnnl.QUERY_SRC, Dnnl.plain(x), data.input(0))
        .input(ARG_WEIGHTS, Dnnl.QUERY_WEIGHTS, Dnnl.plain(weights), data.input(1))
        .input(ARG_BIAS, 0, bias, data.input(2))
        .output(ARG_DST, Dnnl.QUERY_DST, Dnnl.plain(y));
  }

  /** A gradient takes this as a hint. */
  private MemorySegment forward(int kind) {
    return Dnnl.create(
        "dnnl_convolution_forward_primitive_desc_create",
        Dnnl.ENGINE,
        kind,
        Dnnl.CONVOLUTION_DIRECT,
        images(x),
        free(weights),
        bias,
        images(y),
        strides,
        dilation,
        pad,
        padAfter,
        null);
  }

  private Implementation.Call inputGradient(Data data) {
    return new DnnlCall(
            Dnnl.create(
                "dnnl_convolution_backward_data_primitive_desc_create",
                Dnnl.ENGINE,
                Dnnl.CONVOLUTION_DIRECT,
                images(x),
                free(weights),
                images(y),
                strides,
                dilation,
                pad,
                padAfter,
                forward(Dnnl.FORWARD_TRAINING),
                null))
        .input(ARG_DIFF_DST, Dnnl.QUERY_DIFF_DST, Dnnl.plain(y), data.input(0))
        .input(ARG_WEIGHTS, Dnnl.QUERY_WEIGHTS, Dnnl.plain(weights), data.input(1))
        .output(ARG_DIFF_SRC, Dnnl.QUERY_DIFF_SRC, Dnnl.plain(x));
  }

  private Implementation.Call weightGradient(Data data) {
    return new DnnlCall(
            Dnnl.create(
                "dnnl_convolution_backward_weights_primitive_desc_create",
                Dnnl.ENGINE,
                Dnnl.CONVOLUTION_DIRECT,
                images(x),
                free(weights),
                bias,
                images(y),
                strides,
                dilation,
                pad,
                padAfter,
                forward(Dnnl.FORWARD_TRAINING),
                null))
        .input(ARG_SRC, Dnnl.QUERY_SRC, Dnnl.plain(x), data.input(0))
        .input(ARG_DIFF_DST, Dnnl.QUERY_DIFF_DST, Dnnl.plain(y), data.input(1))
        .output(ARG_DIFF_WEIGHTS, Dnnl.QUERY_DIFF_WEIGHTS, Dnnl.plain(weights))
        .output(ARG_DIFF_BIAS, 0, bias);
  }
}
