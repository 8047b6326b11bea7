package dev.lanewise.jmh.work;

import java.util.List;

/**
 * Pooling over square windows, or its gradient; padding is not counted in averages. {@code GLOBAL}
 * averages whole planes: its window is the image.
 *
 * <pre>{@code
 * forward:  x     -> y
 * gradient: x, dy -> dx
 * }</pre>
 *
 * Only max pooling looks at x again, for the places of the maxima.
 */
public record PoolWork(
    Kind kind, boolean gradient, int batch, int channels, int size, int window, int stride, int pad)
    implements Work {

  public enum Kind {
    MAX("maxPool2d"),
    AVERAGE("avgPool2d"),
    GLOBAL("globalAvgPool2d");

    private final String op;

    Kind(String op) {
      this.op = op;
    }
  }

  /** Rows and columns of an output. */
  public int outputSize() {
    return (size + 2 * pad - window) / stride + 1;
  }

  @Override
  public String op() {
    return kind.op;
  }

  @Override
  public String direction() {
    return gradient ? "gradient" : "forward";
  }

  @Override
  public String shape() {
    String images = "%dx%dx%dx%d".formatted(batch, channels, size, size);
    String windows = " %dx%d s%d%s".formatted(window, window, stride, pad == 0 ? "" : " p" + pad);
    return kind == Kind.GLOBAL ? images : images + windows;
  }

  /** Forward, a comparison or addition for every pixel in a window; back, an addition for each. */
  @Override
  public long flops() {
    long outputs = y("y").size();
    return kind == Kind.MAX && gradient ? outputs : outputs * window * window;
  }

  @Override
  public List<Array> inputs() {
    return gradient ? List.of(x("x"), y("dy")) : List.of(x("x"));
  }

  @Override
  public List<Array> outputs() {
    return List.of(gradient ? x("dx") : y("y"));
  }

  /** The gradient reads dy and one index per output, not x. */
  @Override
  public long bytesRead() {
    long dy = (long) y("dy").size() * Float.BYTES;
    return gradient ? kind == Kind.MAX ? 2 * dy : dy : Work.super.bytesRead();
  }

  @Override
  public long terms() {
    return (long) window * window;
  }

  private Array x(String name) {
    return Array.of(name, batch, channels, size, size);
  }

  private Array y(String name) {
    return Array.of(name, batch, channels, outputSize(), outputSize());
  }
}
