package dev.lanewise.jmh.work;

import java.util.List;

/**
 * Leaky ReLU whose slopes, one for a channel, are learned, or its gradients.
 *
 * <pre>{@code
 * forward:  x, slopes     -> y
 * gradient: x, slopes, dy -> dx, dslopes
 * }</pre>
 */
public record PreluWork(boolean gradient, int batch, int channels, int pixels) implements Work {

  @Override
  public String op() {
    return "prelu";
  }

  @Override
  public String direction() {
    return gradient ? "gradient" : "forward";
  }

  @Override
  public String shape() {
    return batch + "x" + channels + "x" + pixels;
  }

  /** A product an element; back, one for x and a fused one for the slope. */
  @Override
  public long flops() {
    return (gradient ? 3L : 1L) * batch * channels * pixels;
  }

  @Override
  public List<Array> inputs() {
    return gradient
        ? List.of(images("x"), slopes("slopes"), images("dy"))
        : List.of(images("x"), slopes("slopes"));
  }

  @Override
  public List<Array> outputs() {
    return gradient ? List.of(images("dx"), slopes("dslopes")) : List.of(images("y"));
  }

  @Override
  public long terms() {
    return gradient ? (long) batch * pixels : 1;
  }

  private Array images(String name) {
    return Array.of(name, batch, channels, pixels);
  }

  private Array slopes(String name) {
    return Array.of(name, channels);
  }
}
