package dev.lanewise.layers;

/**
 * How pixels become inputs, channel by channel: (x - mean) / deviation. It belongs to a trained net
 * as much as its weights do.
 */
public final class Normalisation {
  /** Pixels as they are. */
  public static final Normalisation NONE = new Normalisation(new float[0], new float[0]);

  private final float[] mean;
  private final float[] deviation;

  /**
   * @param mean one per channel
   * @param deviation one per channel, above 0
   * @throws IllegalArgumentException if the lengths differ, or a number is not finite or a
   *     deviation not above 0
   */
  public Normalisation(float[] mean, float[] deviation) {
    if (mean.length != deviation.length) {
      throw new IllegalArgumentException(
          "deviation: expected " + mean.length + " numbers as in mean, actual " + deviation.length);
    }
    for (int c = 0; c < mean.length; c++) {
      if (!Float.isFinite(mean[c]) || !Float.isFinite(deviation[c]) || !(deviation[c] > 0)) {
        throw new IllegalArgumentException(
            "normalisation of channel %d: expected a finite mean and a deviation above 0, actual %s and %s"
                .formatted(c, mean[c], deviation[c]));
      }
    }
    this.mean = mean.clone();
    this.deviation = deviation.clone();
  }

  public float[] mean() {
    return mean.clone();
  }

  public float[] deviation() {
    return deviation.clone();
  }

  /** The number of channels it is for; 0 fits all. */
  public int channels() {
    return mean.length;
  }

  /** Normalises {@code images} images [channels, plane] in place. */
  public void apply(int images, int plane, float[] x, int xOffset) {
    int from = xOffset;
    for (int image = 0; image < images; image++) {
      for (int c = 0; c < mean.length; c++) {
        for (int i = from; i < from + plane; i++) {
          x[i] = (x[i] - mean[c]) / deviation[c];
        }
        from += plane;
      }
    }
  }
}
