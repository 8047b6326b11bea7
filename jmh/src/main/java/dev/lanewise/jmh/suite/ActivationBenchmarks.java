package dev.lanewise.jmh.suite;

import dev.lanewise.jmh.work.ActivationWork;
import dev.lanewise.jmh.work.ActivationWork.Function;
import dev.lanewise.jmh.work.MaxoutWork;
import dev.lanewise.jmh.work.PreluWork;
import dev.lanewise.jmh.work.Work;
import org.openjdk.jmh.annotations.Param;

/** Activations and their gradients. */
public final class ActivationBenchmarks {
  private ActivationBenchmarks() {}

  public enum Length implements Shape {
    LAYER(16_384, "a small layer, in the L2 cache: arithmetic binds"),
    BATCH(64 * 32 * 32 * 32, "a CIFAR layer of 32 planes at batch 64: memory binds");

    private final int n;
    private final String why;

    Length(int n, String why) {
      this.n = n;
      this.why = why;
    }

    @Override
    public String why() {
      return why;
    }
  }

  public enum Pieces implements Shape {
    PAIRS(64, 2, 16 * 32 * 32, "maxout over pairs of planes, batch 64");

    private final int outer;
    private final int pieces;
    private final int inner;
    private final String why;

    Pieces(int outer, int pieces, int inner, String why) {
      this.outer = outer;
      this.pieces = pieces;
      this.inner = inner;
      this.why = why;
    }

    @Override
    public String why() {
      return why;
    }
  }

  public enum Channels implements Shape {
    WIDE(64, 32, 32 * 32, "a slope for each of 32 channels, batch 64");

    private final int batch;
    private final int channels;
    private final int pixels;
    private final String why;

    Channels(int batch, int channels, int pixels, String why) {
      this.batch = batch;
      this.channels = channels;
      this.pixels = pixels;
      this.why = why;
    }

    @Override
    public String why() {
      return why;
    }
  }

  public abstract static class Elementwise extends Measured {
    @Param public Length shape;

    private final Function function;
    private final boolean gradient;

    Elementwise(Function function, boolean gradient) {
      this.function = function;
      this.gradient = gradient;
    }

    @Override
    public Work work() {
      return new ActivationWork(function, gradient, shape.n);
    }
  }

  public static class ExpForward extends Elementwise {
    public ExpForward() {
      super(Function.EXP, false);
    }
  }

  public static class LogForward extends Elementwise {
    public LogForward() {
      super(Function.LOG, false);
    }
  }

  public static class SigmoidForward extends Elementwise {
    public SigmoidForward() {
      super(Function.SIGMOID, false);
    }
  }

  public static class TanhForward extends Elementwise {
    public TanhForward() {
      super(Function.TANH, false);
    }
  }

  public static class ReluForward extends Elementwise {
    public ReluForward() {
      super(Function.RELU, false);
    }
  }

  public static class LeakyReluForward extends Elementwise {
    public LeakyReluForward() {
      super(Function.LEAKY_RELU, false);
    }
  }

  public static class EluForward extends Elementwise {
    public EluForward() {
      super(Function.ELU, false);
    }
  }

  public static class GeluForward extends Elementwise {
    public GeluForward() {
      super(Function.GELU, false);
    }
  }

  public static class SiluForward extends Elementwise {
    public SiluForward() {
      super(Function.SILU, false);
    }
  }

  public static class SoftplusForward extends Elementwise {
    public SoftplusForward() {
      super(Function.SOFTPLUS, false);
    }
  }

  public static class SigmoidGradient extends Elementwise {
    public SigmoidGradient() {
      super(Function.SIGMOID, true);
    }
  }

  public static class TanhGradient extends Elementwise {
    public TanhGradient() {
      super(Function.TANH, true);
    }
  }

  public static class ReluGradient extends Elementwise {
    public ReluGradient() {
      super(Function.RELU, true);
    }
  }

  public static class LeakyReluGradient extends Elementwise {
    public LeakyReluGradient() {
      super(Function.LEAKY_RELU, true);
    }
  }

  public static class EluGradient extends Elementwise {
    public EluGradient() {
      super(Function.ELU, true);
    }
  }

  public static class GeluGradient extends Elementwise {
    public GeluGradient() {
      super(Function.GELU, true);
    }
  }

  public static class SiluGradient extends Elementwise {
    public SiluGradient() {
      super(Function.SILU, true);
    }
  }

  public static class SoftplusGradient extends Elementwise {
    public SoftplusGradient() {
      super(Function.SOFTPLUS, true);
    }
  }

  public static class MaxoutForward extends Measured {
    @Param public Pieces shape;

    @Override
    public Work work() {
      return new MaxoutWork(false, shape.outer, shape.pieces, shape.inner);
    }
  }

  public static class MaxoutGradient extends Measured {
    @Param public Pieces shape;

    @Override
    public Work work() {
      return new MaxoutWork(true, shape.outer, shape.pieces, shape.inner);
    }
  }

  public static class PreluForward extends Measured {
    @Param public Channels shape;

    @Override
    public Work work() {
      return new PreluWork(false, shape.batch, shape.channels, shape.pixels);
    }
  }

  public static class PreluGradient extends Measured {
    @Param public Channels shape;

    @Override
    public Work work() {
      return new PreluWork(true, shape.batch, shape.channels, shape.pixels);
    }
  }
}
