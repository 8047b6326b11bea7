package dev.lanewise.layers.optim;

/** How the learning rate changes over a run. */
public enum Schedule {
  /** It does not. */
  CONSTANT {
    @Override
    public float rate(float base, long step, long steps) {
      return base;
    }
  },
  /**
   * Half a cosine from base to 0 (Loshchilov and Hutter: "SGDR", 2016, eq. 5, without restarts).
   */
  COSINE {
    @Override
    public float rate(float base, long step, long steps) {
      // StrictMath, since Math may round differently per JVM.
      return (float) (base * 0.5 * (1 + StrictMath.cos(Math.PI * step / steps)));
    }
  };

  /**
   * The learning rate of one step.
   *
   * @param base the learning rate of the first step
   * @param step from 0
   * @param steps of the whole run
   */
  public abstract float rate(float base, long step, long steps);
}
