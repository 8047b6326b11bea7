package dev.lanewise.jmh.work;

import java.util.List;
import java.util.Locale;

/**
 * A function of every element, or its gradient: from the function's output where that determines
 * it, else from its input.
 *
 * <pre>{@code
 * forward:  x            -> y
 * gradient: y or x, dy   -> dx
 * }</pre>
 */
public record ActivationWork(Function function, boolean gradient, int n) implements Work {
  /** Slope of leaky ReLU, alpha of ELU. */
  public static final float SLOPE = 0.01f;

  public static final float ALPHA = 1f;

  /** With the arithmetic of each reference, counted in its source: forward, gradient. */
  public enum Function {
    EXP(23, 0),
    LOG(25, 0),
    SIGMOID(26, 3),
    TANH(28, 3),
    RELU(1, 1),
    LEAKY_RELU(1, 1),
    ELU(26, 2),
    GELU(58, 60),
    SILU(30, 35),
    SOFTPLUS(55, 27);

    private final int flops;
    private final int gradientFlops;

    Function(int flops, int gradientFlops) {
      this.flops = flops;
      this.gradientFlops = gradientFlops;
    }

    /** Whether the gradient takes the function's input: these are not monotone, or flat. */
    public boolean gradientTakesInput() {
      return switch (this) {
        case GELU, SILU, SOFTPLUS -> true;
        case EXP, LOG, SIGMOID, TANH, RELU, LEAKY_RELU, ELU -> false;
      };
    }
  }

  @Override
  public String op() {
    return switch (function) {
      case LEAKY_RELU -> "leakyRelu";
      default -> function.name().toLowerCase(Locale.ROOT);
    };
  }

  @Override
  public String direction() {
    return gradient ? "gradient" : "forward";
  }

  @Override
  public String shape() {
    return Integer.toString(n);
  }

  @Override
  public long flops() {
    return (long) n * (gradient ? function.gradientFlops : function.flops);
  }

  @Override
  public List<Array> inputs() {
    if (gradient && function.gradientTakesInput()) {
      return List.of(Array.of("x", n).values(-5, 5), Array.of("dy", n));
    }
    if (gradient) {
      boolean positive = function == Function.SIGMOID;
      return List.of(Array.of("y", n).values(positive ? 0 : -1, 1), Array.of("dy", n));
    }
    Array x = Array.of("x", n);
    return List.of(function == Function.LOG ? x.values(0.1f, 10) : x.values(-5, 5));
  }

  @Override
  public List<Array> outputs() {
    return List.of(Array.of(gradient ? "dx" : "y", n));
  }

  @Override
  public long terms() {
    return 16; // a polynomial's worth
  }
}
