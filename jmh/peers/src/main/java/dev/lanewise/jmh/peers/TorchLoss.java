package dev.lanewise.jmh.peers;

import ai.djl.pytorch.engine.PtNDArray;
import dev.lanewise.jmh.impl.Implementation.Call;
import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.LossWork;

/**
 * PyTorch's losses. Its cross-entropy keeps logarithms of probabilities where ours keeps
 * probabilities; its multi-margin loss is the hinge loss divided by the number of classes.
 */
final class TorchLoss {
  private TorchLoss() {}

  static Call prepare(LossWork w, TorchCall call, Data data) {
    PtNDArray labels = call.integers(w.labels());
    return switch (w.kind()) {
      case CROSS_ENTROPY -> w.gradient() ? gradient(w, call, data, labels) : loss(call, labels);
      case HINGE -> hinge(w, call, labels);
    };
  }

  private static Call loss(TorchCall call, PtNDArray labels) {
    return call.script(
            "x: Tensor, labels: Tensor",
            "List[Tensor]",
            "y = torch.log_softmax(x, 1, None)",
            "return [torch.nll_loss(y, labels, None, 1, -100), y]",
            call.input(0),
            labels)
        .translated(out -> new float[][] {out[0], each(out[1], Math::exp)});
  }

  private static Call gradient(LossWork w, TorchCall call, Data data, PtNDArray labels) {
    float[] logarithms = each(data.input(0), Math::log);
    return call.script(
        "y: Tensor, labels: Tensor, one: Tensor, rows: Tensor",
        "Tensor",
        "g = torch.nll_loss_backward(one, y, labels, None, 1, -100, rows)",
        "return torch._log_softmax_backward_data(g, y, 1, 6)",
        call.tensor(logarithms, w.inputs().getFirst()),
        labels,
        call.scalar(1),
        call.scalar(w.rows()));
  }

  private static Call hinge(LossWork w, TorchCall call, PtNDArray labels) {
    String line =
        w.gradient()
            ? "return torch.multi_margin_loss_backward(one, x, labels, 1, 1., None, 1)"
            : "return torch.multi_margin_loss(x, labels, 1, 1., None, 1)";
    return call.script(
            "x: Tensor, labels: Tensor, one: Tensor",
            "Tensor",
            line,
            call.input(0),
            labels,
            call.scalar(1))
        .translated(out -> new float[][] {each(out[0], v -> v * w.columns())});
  }

  static float[] each(float[] values, java.util.function.DoubleUnaryOperator f) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (float) f.applyAsDouble(values[i]);
    }
    return result;
  }
}
