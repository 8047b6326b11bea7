package dev.lanewise.jmh.work;

import java.util.List;

/**
 * A normalisation in training, with the statistics of what comes in, or its gradients; batch
 * normalisation of x [batch, channels, pixels] by channel, layer normalisation of x [rows, columns]
 * by row.
 *
 * <pre>{@code
 * forward:  x, gamma, beta     -> y
 * gradient: x, gamma, beta, dy -> dx, dgamma, dbeta
 * }</pre>
 *
 * @param batch rows of layer normalisation
 * @param channels of batch normalisation; 1 for layer normalisation
 * @param pixels columns of layer normalisation
 */
public record NormWork(Kind kind, boolean gradient, int batch, int channels, int pixels)
    implements Work {
  public static final float EPSILON = 1e-5f;

  public enum Kind {
    BATCH,
    LAYER
  }

  @Override
  public String op() {
    return kind == Kind.BATCH ? "batchNorm" : "layerNorm";
  }

  @Override
  public String direction() {
    return gradient ? "gradient" : "forward";
  }

  @Override
  public String shape() {
    return kind == Kind.BATCH ? batch + "x" + channels + "x" + pixels : batch + "x" + pixels;
  }

  /** By the references: statistics and the line through them; sums, products with them. */
  @Override
  public long flops() {
    long each =
        switch (kind) {
          case BATCH -> gradient ? 9 : 7;
          case LAYER -> gradient ? 18 : 9;
        };
    return each * batch * channels * pixels;
  }

  @Override
  public List<Array> inputs() {
    Array gamma = parameters("gamma").values(0.5f, 1.5f);
    Array beta = parameters("beta");
    return gradient
        ? List.of(images("x"), gamma, beta, images("dy"))
        : List.of(images("x"), gamma, beta);
  }

  @Override
  public List<Array> outputs() {
    return gradient
        ? List.of(images("dx"), parameters("dgamma"), parameters("dbeta"))
        : List.of(images("y"));
  }

  /** Of a layer's norm, sums are over rows or over columns. */
  @Override
  public long terms() {
    return kind == Kind.BATCH ? (long) batch * pixels : Math.max(batch, pixels);
  }

  private Array images(String name) {
    return kind == Kind.BATCH
        ? Array.of(name, batch, channels, pixels)
        : Array.of(name, batch, pixels);
  }

  private Array parameters(String name) {
    return Array.of(name, kind == Kind.BATCH ? channels : pixels);
  }
}
