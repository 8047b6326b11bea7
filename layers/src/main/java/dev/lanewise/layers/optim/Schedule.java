package dev.lanewise.layers.optim;

/**
 * How the learning rate changes over a run. Every schedule may begin with a warm-up, in which the
 * rate rises in a line (Goyal et al.: "Accurate, Large Minibatch SGD", 2017, section 2.2); what is
 * left of the run then follows the schedule.
 */
public enum Schedule {
  /** It does not change. */
  CONSTANT(0) {
    @Override
    double factor(long step, long steps) {
      return 1;
    }
  },
  /**
   * A tenth from half of the way on, a hundredth from three quarters on (He et al.: "Deep Residual
   * Learning", 2015, section 4.2).
   */
  STEP(0) {
    @Override
    double factor(long step, long steps) {
      return 4 * step >= 3 * steps ? 0.01 : 2 * step >= steps ? 0.1 : 1;
    }
  },
  /** Half a cosine down to 0 (Loshchilov and Hutter: "SGDR", 2016, eq. 5, without restarts). */
  COSINE(0) {
    @Override
    double factor(long step, long steps) {
      // StrictMath, since Math may round differently per JVM.
      return 0.5 * (1 + StrictMath.cos(Math.PI * step / steps));
    }
  },
  /**
   * A line up, over three tenths of the run unless told otherwise, and a line down to 0 (Smith: "A
   * disciplined approach to neural network hyper-parameters", 2018, section 4; here the end of the
   * way down is no separate phase, and momentum stays as it is).
   */
  ONE_CYCLE(0.3f) {
    @Override
    double factor(long step, long steps) {
      return 1 - (double) step / steps;
    }
  };

  private final float warmup;

  Schedule(float warmup) {
    this.warmup = warmup;
  }

  /** The part of the run that is warm-up where nothing else is asked for. */
  public float warmup() {
    return warmup;
  }

  /**
   * The learning rate of one step.
   *
   * @param peak the highest learning rate, that of the first step after the warm-up
   * @param warmup the part of the run that is warm-up, at least 0 and below 1
   * @param step from 0
   * @param steps of the whole run
   */
  public final float rate(float peak, float warmup, long step, long steps) {
    long rising = Math.round((double) warmup * steps);
    return step < rising
        ? (float) (peak * ((step + 1.0) / (rising + 1)))
        : (float) (peak * factor(step - rising, steps - rising));
  }

  /** The part of the highest learning rate in a step after the warm-up. */
  abstract double factor(long step, long steps);
}
