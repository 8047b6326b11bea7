package dev.lanewise.jmh.suite;

import dev.lanewise.jmh.work.LossWork;
import dev.lanewise.jmh.work.LossWork.Kind;
import dev.lanewise.jmh.work.SoftmaxWork;
import dev.lanewise.jmh.work.Work;
import org.openjdk.jmh.annotations.Param;

/** What stands at the end of a net: softmax and the losses. */
public final class LossBenchmarks {
  private LossBenchmarks() {}

  public enum Scores implements Shape {
    IMAGENET(128, 1000, "1000 classes, batch 128: long rows"),
    CIFAR(1024, 10, "10 classes, batch 1024: rows shorter than a vector");

    private final int rows;
    private final int columns;
    private final String why;

    Scores(int rows, int columns, String why) {
      this.rows = rows;
      this.columns = columns;
      this.why = why;
    }

    @Override
    public String why() {
      return why;
    }
  }

  public static class SoftmaxForward extends Measured {
    @Param public Scores shape;

    @Override
    public Work work() {
      return new SoftmaxWork(false, false, shape.rows, shape.columns);
    }
  }

  public static class SoftmaxGradient extends Measured {
    @Param public Scores shape;

    @Override
    public Work work() {
      return new SoftmaxWork(false, true, shape.rows, shape.columns);
    }
  }

  public static class LogSoftmaxForward extends Measured {
    @Param public Scores shape;

    @Override
    public Work work() {
      return new SoftmaxWork(true, false, shape.rows, shape.columns);
    }
  }

  public static class LogSoftmaxGradient extends Measured {
    @Param public Scores shape;

    @Override
    public Work work() {
      return new SoftmaxWork(true, true, shape.rows, shape.columns);
    }
  }

  public static class CrossEntropyForward extends Measured {
    @Param public Scores shape;

    @Override
    public Work work() {
      return new LossWork(Kind.CROSS_ENTROPY, false, shape.rows, shape.columns);
    }
  }

  public static class CrossEntropyGradient extends Measured {
    @Param public Scores shape;

    @Override
    public Work work() {
      return new LossWork(Kind.CROSS_ENTROPY, true, shape.rows, shape.columns);
    }
  }

  public static class HingeForward extends Measured {
    @Param public Scores shape;

    @Override
    public Work work() {
      return new LossWork(Kind.HINGE, false, shape.rows, shape.columns);
    }
  }

  public static class HingeGradient extends Measured {
    @Param public Scores shape;

    @Override
    public Work work() {
      return new LossWork(Kind.HINGE, true, shape.rows, shape.columns);
    }
  }
}
