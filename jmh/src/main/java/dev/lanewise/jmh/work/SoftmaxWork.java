package dev.lanewise.jmh.work;

import java.util.List;

/**
 * Softmax or log-softmax of every row, or its gradient from the output.
 *
 * <pre>{@code
 * forward:  x     -> y
 * gradient: y, dy -> dx
 * }</pre>
 */
public record SoftmaxWork(boolean log, boolean gradient, int rows, int columns) implements Work {

  @Override
  public String op() {
    return log ? "logSoftmax" : "softmax";
  }

  @Override
  public String direction() {
    return gradient ? "gradient" : "forward";
  }

  @Override
  public String shape() {
    return rows + "x" + columns;
  }

  /** Maximum, exponential (23), sum, scale; back, a dot product and a fused product, or an exp. */
  @Override
  public long flops() {
    long each = gradient ? log ? 26 : 4 : 26;
    return each * rows * columns;
  }

  @Override
  public List<Array> inputs() {
    if (!gradient) {
      return List.of(Array.of("x", rows, columns).values(-5, 5));
    }
    Array y = Array.of("y", rows, columns);
    return List.of(
        log ? y.values(-10, 0) : y.values(0, 2f / columns), Array.of("dy", rows, columns));
  }

  @Override
  public List<Array> outputs() {
    return List.of(Array.of(gradient ? "dx" : "y", rows, columns));
  }

  @Override
  public long terms() {
    return columns;
  }
}
