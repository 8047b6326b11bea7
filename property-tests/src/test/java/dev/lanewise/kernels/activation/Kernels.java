package dev.lanewise.kernels.activation;

/** The kernels of {@link Activations} and {@link SmoothRelus}, each beside its reference. */
final class Kernels {
  private static final float SLOPE = 0.1f;
  private static final float ALPHA = 1.7f;

  private Kernels() {}

  /** y = f(x). */
  interface Function {
    void run(int n, float[] x, int xOffset, float[] y, int yOffset);
  }

  /** dx = dy * f'(x), from y, or for smooth ReLUs from x. */
  interface Derivative {
    void run(int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset);
  }

  enum Forward {
    EXP(Activations::exp, ActivationsReference::exp),
    LOG(Activations::log, ActivationsReference::log),
    SIGMOID(Activations::sigmoid, ActivationsReference::sigmoid),
    TANH(Activations::tanh, ActivationsReference::tanh),
    RELU(Activations::relu, ActivationsReference::relu),
    LEAKY_RELU(
        (n, x, xo, y, yo) -> Activations.leakyRelu(n, SLOPE, x, xo, y, yo),
        (n, x, xo, y, yo) -> ActivationsReference.leakyRelu(n, SLOPE, x, xo, y, yo)),
    ELU(
        (n, x, xo, y, yo) -> Activations.elu(n, ALPHA, x, xo, y, yo),
        (n, x, xo, y, yo) -> ActivationsReference.elu(n, ALPHA, x, xo, y, yo)),
    GELU(SmoothRelus::gelu, SmoothRelusReference::gelu),
    SILU(SmoothRelus::silu, SmoothRelusReference::silu),
    SOFTPLUS(SmoothRelus::softplus, SmoothRelusReference::softplus);

    final Function kernel;
    final Function reference;

    Forward(Function kernel, Function reference) {
      this.kernel = kernel;
      this.reference = reference;
    }
  }

  enum Gradient {
    SIGMOID(Activations::sigmoidGradient, ActivationsReference::sigmoidGradient),
    TANH(Activations::tanhGradient, ActivationsReference::tanhGradient),
    RELU(Activations::reluGradient, ActivationsReference::reluGradient),
    LEAKY_RELU(
        (n, y, yo, dy, dyo, dx, dxo) ->
            Activations.leakyReluGradient(n, SLOPE, y, yo, dy, dyo, dx, dxo),
        (n, y, yo, dy, dyo, dx, dxo) ->
            ActivationsReference.leakyReluGradient(n, SLOPE, y, yo, dy, dyo, dx, dxo)),
    ELU(
        (n, y, yo, dy, dyo, dx, dxo) -> Activations.eluGradient(n, ALPHA, y, yo, dy, dyo, dx, dxo),
        (n, y, yo, dy, dyo, dx, dxo) ->
            ActivationsReference.eluGradient(n, ALPHA, y, yo, dy, dyo, dx, dxo)),
    GELU(SmoothRelus::geluGradient, SmoothRelusReference::geluGradient),
    SILU(SmoothRelus::siluGradient, SmoothRelusReference::siluGradient),
    SOFTPLUS(SmoothRelus::softplusGradient, SmoothRelusReference::softplusGradient);

    final Derivative kernel;
    final Derivative reference;

    Gradient(Derivative kernel, Derivative reference) {
      this.kernel = kernel;
      this.reference = reference;
    }
  }
}
