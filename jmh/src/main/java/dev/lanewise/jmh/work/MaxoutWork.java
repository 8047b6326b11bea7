package dev.lanewise.jmh.work;

import java.util.List;

/** The maximum over {@code pieces} neighbours: x [outer, pieces, inner] to y [outer, inner]. */
public record MaxoutWork(boolean gradient, int outer, int pieces, int inner) implements Work {

  @Override
  public String op() {
    return "maxout";
  }

  @Override
  public String direction() {
    return gradient ? "gradient" : "forward";
  }

  @Override
  public String shape() {
    return outer + "x" + pieces + "x" + inner;
  }

  @Override
  public long flops() {
    return (long) outer * pieces * inner;
  }

  @Override
  public List<Array> inputs() {
    Array x = Array.of("x", outer, pieces, inner);
    return gradient ? List.of(x, Array.of("dy", outer, inner)) : List.of(x);
  }

  @Override
  public List<Array> outputs() {
    return List.of(gradient ? Array.of("dx", outer, pieces, inner) : Array.of("y", outer, inner));
  }

  /** The gradient reads dy and one index per output, not x. */
  @Override
  public long bytesRead() {
    return gradient ? 2L * outer * inner * Float.BYTES : Work.super.bytesRead();
  }

  @Override
  public long terms() {
    return 1;
  }
}
