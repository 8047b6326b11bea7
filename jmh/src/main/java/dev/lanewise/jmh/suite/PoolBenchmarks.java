package dev.lanewise.jmh.suite;

import dev.lanewise.jmh.work.PoolWork;
import dev.lanewise.jmh.work.PoolWork.Kind;
import dev.lanewise.jmh.work.Work;
import org.openjdk.jmh.annotations.Param;

/** Pooling layers. */
public final class PoolBenchmarks {
  private PoolBenchmarks() {}

  public enum Layer implements Shape {
    HALVE(64, 64, 32, 2, 2, 0, "2x2 by 2, as in the lectures' nets, batch 64"),
    OVERLAP(1, 64, 112, 3, 2, 1, "3x3 by 2, ResNet's after its first layer");

    private final int batch;
    private final int channels;
    private final int size;
    private final int window;
    private final int stride;
    private final int pad;
    private final String why;

    Layer(int batch, int channels, int size, int window, int stride, int pad, String why) {
      this.batch = batch;
      this.channels = channels;
      this.size = size;
      this.window = window;
      this.stride = stride;
      this.pad = pad;
      this.why = why;
    }

    Work work(Kind kind, boolean gradient) {
      return new PoolWork(kind, gradient, batch, channels, size, window, stride, pad);
    }

    @Override
    public String why() {
      return why;
    }
  }

  public enum Planes implements Shape {
    RESNET(64, 512, 7, "ResNet's last planes, batch 64");

    private final int batch;
    private final int channels;
    private final int size;
    private final String why;

    Planes(int batch, int channels, int size, String why) {
      this.batch = batch;
      this.channels = channels;
      this.size = size;
      this.why = why;
    }

    Work work(boolean gradient) {
      return new PoolWork(Kind.GLOBAL, gradient, batch, channels, size, size, size, 0);
    }

    @Override
    public String why() {
      return why;
    }
  }

  public static class MaxForward extends Measured {
    @Param public Layer shape;

    @Override
    public Work work() {
      return shape.work(Kind.MAX, false);
    }
  }

  public static class MaxGradient extends Measured {
    @Param public Layer shape;

    @Override
    public Work work() {
      return shape.work(Kind.MAX, true);
    }
  }

  public static class AverageForward extends Measured {
    @Param public Layer shape;

    @Override
    public Work work() {
      return shape.work(Kind.AVERAGE, false);
    }
  }

  public static class AverageGradient extends Measured {
    @Param public Layer shape;

    @Override
    public Work work() {
      return shape.work(Kind.AVERAGE, true);
    }
  }

  public static class GlobalForward extends Measured {
    @Param public Planes shape;

    @Override
    public Work work() {
      return shape.work(false);
    }
  }

  public static class GlobalGradient extends Measured {
    @Param public Planes shape;

    @Override
    public Work work() {
      return shape.work(true);
    }
  }
}
