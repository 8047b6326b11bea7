package dev.lanewise.jmh.suite;

import dev.lanewise.jmh.work.UpdateWork;
import dev.lanewise.jmh.work.UpdateWork.Rule;
import dev.lanewise.jmh.work.Work;
import org.openjdk.jmh.annotations.Param;

/** Steps of optimisers. */
public final class UpdateBenchmarks {
  private UpdateBenchmarks() {}

  public enum Parameters implements Shape {
    CONVOLUTION(64 * 32 * 3 * 3, "filters of a convolution, in the L2 cache"),
    LINEAR(4096 * 256, "the linear layer of the CIFAR net: memory binds");

    private final int n;
    private final String why;

    Parameters(int n, String why) {
      this.n = n;
      this.why = why;
    }

    @Override
    public String why() {
      return why;
    }
  }

  public abstract static class Step extends Measured {
    @Param public Parameters shape;

    private final Rule rule;

    Step(Rule rule) {
      this.rule = rule;
    }

    @Override
    public Work work() {
      return new UpdateWork(rule, shape.n);
    }
  }

  public static class Descent extends Step {
    public Descent() {
      super(Rule.DESCENT);
    }
  }

  public static class Momentum extends Step {
    public Momentum() {
      super(Rule.MOMENTUM);
    }
  }

  public static class Nesterov extends Step {
    public Nesterov() {
      super(Rule.NESTEROV);
    }
  }

  public static class Adam extends Step {
    public Adam() {
      super(Rule.ADAM);
    }
  }
}
