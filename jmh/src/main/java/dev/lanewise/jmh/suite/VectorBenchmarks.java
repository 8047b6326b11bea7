package dev.lanewise.jmh.suite;

import dev.lanewise.jmh.work.VectorWork;
import dev.lanewise.jmh.work.VectorWork.Op;
import dev.lanewise.jmh.work.Work;
import org.openjdk.jmh.annotations.Param;

/** Passes over vectors, which only the memory can slow down. */
public final class VectorBenchmarks {
  private VectorBenchmarks() {}

  public enum Length implements Shape {
    L1(2_048, "two vectors in the L1 cache: what a call costs"),
    L2(65_536, "two vectors in the L2 cache"),
    MEMORY(8 << 20, "vectors of 32 MB each: memory bandwidth");

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

  public abstract static class Pass extends Measured {
    @Param public Length shape;

    private final Op op;

    Pass(Op op) {
      this.op = op;
    }

    @Override
    public Work work() {
      return new VectorWork(op, shape.n);
    }
  }

  public static class Dot extends Pass {
    public Dot() {
      super(Op.DOT);
    }
  }

  public static class Sum extends Pass {
    public Sum() {
      super(Op.SUM);
    }
  }

  public static class Axpy extends Pass {
    public Axpy() {
      super(Op.AXPY);
    }
  }

  public static class Scale extends Pass {
    public Scale() {
      super(Op.SCALE);
    }
  }

  public static class Add extends Pass {
    public Add() {
      super(Op.ADD);
    }
  }

  public static class Mul extends Pass {
    public Mul() {
      super(Op.MUL);
    }
  }

  public static class Max extends Pass {
    public Max() {
      super(Op.MAX);
    }
  }
}
