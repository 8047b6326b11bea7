package dev.lanewise.jmh.suite;

import dev.lanewise.jmh.work.NormWork;
import dev.lanewise.jmh.work.NormWork.Kind;
import dev.lanewise.jmh.work.Work;
import org.openjdk.jmh.annotations.Param;

/** Normalisations in training. */
public final class NormBenchmarks {
  private NormBenchmarks() {}

  public enum Images implements Shape {
    WIDE(64, 32, 32 * 32, "CIFAR layers of 32 planes at batch 64: memory binds"),
    DEEP(16, 256, 8 * 8, "many small planes of few images");

    private final int batch;
    private final int channels;
    private final int pixels;
    private final String why;

    Images(int batch, int channels, int pixels, String why) {
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

  public enum Rows implements Shape {
    FEATURES(512, 768, "rows of 768 features, as in small transformers");

    private final int rows;
    private final int columns;
    private final String why;

    Rows(int rows, int columns, String why) {
      this.rows = rows;
      this.columns = columns;
      this.why = why;
    }

    @Override
    public String why() {
      return why;
    }
  }

  public static class BatchNormForward extends Measured {
    @Param public Images shape;

    @Override
    public Work work() {
      return new NormWork(Kind.BATCH, false, shape.batch, shape.channels, shape.pixels);
    }
  }

  public static class BatchNormGradient extends Measured {
    @Param public Images shape;

    @Override
    public Work work() {
      return new NormWork(Kind.BATCH, true, shape.batch, shape.channels, shape.pixels);
    }
  }

  public static class LayerNormForward extends Measured {
    @Param public Rows shape;

    @Override
    public Work work() {
      return new NormWork(Kind.LAYER, false, shape.rows, 1, shape.columns);
    }
  }

  public static class LayerNormGradient extends Measured {
    @Param public Rows shape;

    @Override
    public Work work() {
      return new NormWork(Kind.LAYER, true, shape.rows, 1, shape.columns);
    }
  }
}
