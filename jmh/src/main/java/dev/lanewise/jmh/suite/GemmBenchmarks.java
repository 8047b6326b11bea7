package dev.lanewise.jmh.suite;

import dev.lanewise.jmh.work.GemmWork;
import dev.lanewise.jmh.work.Work;
import org.openjdk.jmh.annotations.Param;

/** Matrix products. */
public final class GemmBenchmarks {
  private GemmBenchmarks() {}

  public enum Product implements Shape {
    SQUARE_64(false, false, 64, 64, 64, "fits L1: what packing costs"),
    SQUARE_128(false, false, 128, 128, 128, "fits L2 with room: short loops"),
    SQUARE_256(false, false, 256, 256, 256, "fits L2"),
    SQUARE_512(false, false, 512, 512, 512, "the usual yardstick"),
    SQUARE_1024(false, false, 1024, 1024, 1024, "runs through all levels of blocking"),
    SQUARE_2048(false, false, 2048, 2048, 2048, "outside L2: panels must be reused"),
    TRANSPOSED_A(true, false, 512, 512, 512, "A transposed: the gradient by weights"),
    TRANSPOSED_B(false, true, 512, 512, 512, "B transposed: a linear layer as it is stored"),
    TRANSPOSED_BOTH(true, true, 512, 512, 512, "both transposed"),
    LINEAR_64(false, true, 64, 256, 4096, "CIFAR net's first linear layer, batch 64"),
    LINEAR_1(false, true, 1, 4096, 1024, "a linear layer on one sample"),
    SKINNY_N(false, false, 4096, 10, 256, "a classifier: few columns"),
    SKINNY_M(false, false, 10, 4096, 256, "few rows"),
    ROWS_8(false, false, 8, 512, 512, "a small batch through a square layer"),
    ROWS_16(false, true, 16, 1024, 1024, "a batch of 16 through a linear layer as it is stored"),
    COLUMNS_8(false, false, 512, 8, 512, "eight columns"),
    SHALLOW(false, false, 1024, 1024, 16, "rank-16 update: C's traffic binds"),
    DEEP(false, false, 16, 16, 16384, "little C, long sums");

    private final GemmWork work;
    private final String why;

    Product(boolean transposeA, boolean transposeB, int m, int n, int k, String why) {
      work = new GemmWork(transposeA, transposeB, m, n, k);
      this.why = why;
    }

    @Override
    public String why() {
      return why;
    }
  }

  public enum MatrixVector implements Shape {
    PLAIN(false, 1024, 4096, "VGG's kind of linear layer at batch 1: A's traffic binds"),
    TRANSPOSED(true, 1024, 4096, "VGG's kind of linear layer at batch 1, by columns"),
    SMALL(false, 10, 256, "a classifier at batch 1: what a call costs");

    private final GemmWork work;
    private final String why;

    MatrixVector(boolean transpose, int m, int k, String why) {
      work = new GemmWork(transpose, false, m, 1, k);
      this.why = why;
    }

    @Override
    public String why() {
      return why;
    }
  }

  public static class Gemm extends Measured {
    @Param public Product shape;

    @Override
    public Work work() {
      return shape.work;
    }
  }

  public static class Gemv extends Measured {
    @Param public MatrixVector shape;

    @Override
    public Work work() {
      return shape.work;
    }
  }
}
