package dev.lanewise.kernels.microkernel;

/**
 * The definition of a sum of products, which every product kernel returns bit for bit: a base, to
 * which the sums of successive blocks of {@link #KC} products are added, each block being one chain
 * of fused multiply-adds from +0.
 */
public final class Chain {
  /** Products in a block. Part of the numeric contract, unlike every other block size. */
  public static final int KC = 256;

  private float total;
  private float sum;
  private int products;

  public Chain(float base) {
    total = base;
  }

  public void add(float a, float b) {
    sum = Math.fma(a, b, sum);
    if (++products == KC) {
      total += sum;
      sum = 0;
      products = 0;
    }
  }

  public float total() {
    return products == 0 ? total : total + sum;
  }
}
