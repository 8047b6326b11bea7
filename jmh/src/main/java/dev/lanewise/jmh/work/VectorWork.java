package dev.lanewise.jmh.work;

import java.util.List;

/** A pass over vectors of {@code n} floats; {@code alpha} is {@link #ALPHA} where there is one. */
public record VectorWork(Op what, int n) implements Work {
  /** Minus one: a vector that is scaled over and over neither overflows nor becomes subnormal. */
  public static final float ALPHA = -1;

  public enum Op {
    DOT,
    SUM,
    AXPY,
    SCALE,
    ADD,
    MUL,
    MAX
  }

  @Override
  public String op() {
    return what.name().toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public String direction() {
    return "forward";
  }

  @Override
  public String shape() {
    return Integer.toString(n);
  }

  @Override
  public long flops() {
    return what == Op.DOT || what == Op.AXPY ? 2L * n : n;
  }

  @Override
  public List<Array> inputs() {
    Array x = Array.of("x", n);
    return what == Op.SUM || what == Op.SCALE ? List.of(x) : List.of(x, Array.of("y", n));
  }

  @Override
  public List<Array> outputs() {
    return switch (what) {
      case DOT, SUM -> List.of(Array.of("result", 1));
      case AXPY -> List.of(Array.of("y", n));
      case SCALE -> List.of(Array.of("x", n));
      case ADD, MUL, MAX -> List.of(Array.of("z", n));
    };
  }

  @Override
  public long terms() {
    return what == Op.DOT || what == Op.SUM ? n : 2;
  }
}
