package dev.lanewise.jmh.peers;

import ai.djl.pytorch.engine.PtNDArray;
import dev.lanewise.jmh.impl.Implementation.Call;
import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.NormWork;
import dev.lanewise.jmh.work.PreluWork;
import dev.lanewise.jmh.work.UpdateWork;
import java.util.Locale;

/** PyTorch's operators that only training calls: norms, PReLU, the fused steps of optimisers. */
final class TorchTraining {
  private TorchTraining() {}

  /** The mean and the inverse deviation that a gradient takes are those its forward call leaves. */
  static Call norm(NormWork w, TorchCall call) {
    boolean batch = w.kind() == NormWork.Kind.BATCH;
    String epsilon = String.format(Locale.ROOT, "%.9g", NormWork.EPSILON);
    String forward =
        batch
            ? "torch.native_batch_norm(x, gamma, beta, None, None, True, 0.1, " + epsilon + ")"
            : "torch.native_layer_norm(x, [" + w.pixels() + "], gamma, beta, " + epsilon + ")";
    String parameters = "x: Tensor, gamma: Tensor, beta: Tensor";
    String assigned = "y, mean, inverse = " + forward;
    PtNDArray x = call.input(0);
    PtNDArray gamma = call.input(1);
    PtNDArray beta = call.input(2);
    if (!w.gradient()) {
      return call.script(parameters, "Tensor", assigned, "return y", x, gamma, beta);
    }
    String backward =
        batch
            ? "torch.native_batch_norm_backward(dy, x, gamma, None, None, mean, inverse, True, "
                + epsilon
                + ", [True, True, True])"
            : "torch.native_layer_norm_backward(dy, x, ["
                + w.pixels()
                + "], mean, inverse, gamma, beta, [True, True, True])";
    return call.script(
        parameters + ", dy: Tensor, mean: Tensor, inverse: Tensor",
        "List[Tensor]",
        "a, b, c = " + backward,
        "return [a, b, c]",
        x,
        gamma,
        beta,
        call.input(3),
        call.once(parameters, assigned, "return mean", x, gamma, beta),
        call.once(parameters, assigned, "return inverse", x, gamma, beta));
  }

  /** Its kernel leaves the gradients of slopes for every pixel, which autograd sums. */
  static Call prelu(PreluWork w, TorchCall call) {
    PtNDArray x = call.input(0);
    PtNDArray slopes = call.input(1);
    if (!w.gradient()) {
      return call.script("x: Tensor, w: Tensor", "Tensor", "return torch.prelu(x, w)", x, slopes);
    }
    return call.script(
        "x: Tensor, w: Tensor, dy: Tensor",
        "List[Tensor]",
        "a, b = torch._prelu_kernel_backward(dy, x, torch.view(w, [1, %d, 1]))"
            .formatted(w.channels()),
        "return [a, torch.sum(b, [0, 2])]",
        x,
        slopes,
        call.input(2));
  }

  /**
   * Its momentum is ours over minus the rate, a power of two. The lists have names and come back,
   * or TorchScript takes the step for one that changes nothing, and drops it.
   */
  static Call update(UpdateWork w, TorchCall call, Data data) {
    PtNDArray x = call.input(0);
    PtNDArray g = call.input(1);
    return switch (w.rule()) {
      case DESCENT ->
          call.script(
              "x: Tensor, g: Tensor",
              "List[Tensor]",
              "xs = [x]\n    torch._fused_sgd_(xs, [g], []" + sgd(0, false),
              "return xs",
              x,
              g);
      case MOMENTUM, NESTEROV -> {
        boolean nesterov = w.rule() == UpdateWork.Rule.NESTEROV;
        PtNDArray state =
            call.tensor(
                TorchLoss.each(data.input(2), v -> -v / UpdateWork.RATE), w.inputs().get(2));
        yield call.script(
                "x: Tensor, g: Tensor, v: Tensor",
                "List[Tensor]",
                "xs = [x]\n    vs = [v]\n    torch._fused_sgd_(xs, [g], vs"
                    + sgd(UpdateWork.MOMENTUM, nesterov),
                "return torch.add(xs, vs)",
                x,
                g,
                state)
            .translated(
                out -> new float[][] {out[0], TorchLoss.each(out[1], v -> -v * UpdateWork.RATE)});
      }
      case ADAM ->
          call.script(
              "x: Tensor, g: Tensor, m: Tensor, s: Tensor, step: Tensor",
              "List[Tensor]",
              "xs = [x]\n    ms = [m]\n    ss = [s]\n"
                  + "    torch._fused_adam_(xs, [g], ms, ss, [], [step]"
                  + adam(),
              "return torch.add(torch.add(xs, ms), ss)",
              x,
              g,
              call.input(2),
              call.input(3),
              call.scalar(UpdateWork.STEP));
    };
  }

  private static String sgd(float momentum, boolean nesterov) {
    return last(
        "weight_decay=0., momentum=%s, dampening=0., nesterov=%s, is_first_step=False"
            .formatted(momentum, nesterov ? "True" : "False"));
  }

  private static String adam() {
    return last(
        "beta1=%s, beta2=%s, weight_decay=0., eps=%s, amsgrad=False"
            .formatted(UpdateWork.BETA1, UpdateWork.BETA2, number(UpdateWork.EPSILON)));
  }

  /** The last arguments of both steps, by name. */
  private static String last(String own) {
    return ", lr=%s, %s, maximize=False, grad_scale=None, found_inf=None)"
        .formatted(number(UpdateWork.RATE), own);
  }

  private static String number(float value) {
    return String.format(Locale.ROOT, "%.17g", value);
  }
}
