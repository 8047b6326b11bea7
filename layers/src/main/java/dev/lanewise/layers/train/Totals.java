package dev.lanewise.layers.train;

/**
 * What an epoch has summed up so far.
 *
 * @param loss sum over the images
 * @param right images whose class had the highest score
 */
record Totals(long images, double loss, long right) {
  static final Totals NONE = new Totals(0, 0, 0);

  Totals plus(int images, double meanLoss, int right) {
    return new Totals(this.images + images, loss + meanLoss * images, this.right + right);
  }

  double meanLoss() {
    return loss / images;
  }

  double accuracy() {
    return (double) right / images;
  }
}
