package dev.lanewise.jmh.peers;

import static dev.lanewise.jmh.peers.Dnnl.ARG_DIFF_DST;
import static dev.lanewise.jmh.peers.Dnnl.ARG_DIFF_SRC;
import static dev.lanewise.jmh.peers.Dnnl.ARG_DST;
import static dev.lanewise.jmh.peers.Dnnl.ARG_SRC;
import static dev.lanewise.jmh.peers.Dnnl.ARG_SRC_1;

import dev.lanewise.jmh.impl.Implementation;
import dev.lanewise.jmh.work.ActivationWork;
import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.SoftmaxWork;
import dev.lanewise.jmh.work.VectorWork;
import java.lang.foreign.MemorySegment;

/**
 * Activations, softmax and vectors by oneDNN: where order does not matter, the plain layout is the
 * best.
 */
final class DnnlElementwise {
  private DnnlElementwise() {}

  static Implementation.Call of(ActivationWork w, Data data) {
    MemorySegment layout = Dnnl.plain(w.n());
    int algorithm =
        switch (w.function()) {
          case EXP -> Dnnl.ELTWISE_EXP;
          case LOG -> Dnnl.ELTWISE_LOG;
          case SIGMOID -> w.gradient() ? Dnnl.ELTWISE_LOGISTIC_FROM_DST : Dnnl.ELTWISE_LOGISTIC;
          case TANH -> w.gradient() ? Dnnl.ELTWISE_TANH_FROM_DST : Dnnl.ELTWISE_TANH;
          case RELU, LEAKY_RELU -> w.gradient() ? Dnnl.ELTWISE_RELU_FROM_DST : Dnnl.ELTWISE_RELU;
          case ELU -> w.gradient() ? Dnnl.ELTWISE_ELU_FROM_DST : Dnnl.ELTWISE_ELU;
          case GELU -> Dnnl.ELTWISE_GELU_ERF;
          case SILU -> Dnnl.ELTWISE_SWISH;
          case SOFTPLUS -> Dnnl.ELTWISE_SOFT_RELU;
        };
    float alpha =
        switch (w.function()) {
          case LEAKY_RELU -> ActivationWork.SLOPE;
          case ELU -> ActivationWork.ALPHA;
          case SILU, SOFTPLUS -> 1; // steepness
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
        .input(w.function().gradientTakesInput() ? ARG_SRC : ARG_DST, 0, layout, data.input(0))
        .input(ARG_DIFF_DST, 0, layout, data.input(1))
        .output(ARG_DIFF_SRC, 0, layout);
  }

  static Implementation.Call of(SoftmaxWork w, Data data) {
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

  static Implementation.Call of(VectorWork w, Data data) {
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
