package dev.lanewise.layers.train;

/** What an epoch, or a batch, has summed up so far. */
final class Totals {
  private long images;

  /** Sum over the images. */
  private double loss;

  /** Images whose class had the highest score. */
  private long right;

  /** Of no images. */
  Totals() {}

  Totals(long images, double loss, long right) {
    this.images = images;
    this.loss = loss;
    this.right = right;
  }

  void add(int images, double meanLoss, int right) {
    this.images += images;
    loss += meanLoss * images;
    this.right += right;
  }

  void clear() {
    images = 0;
    loss = 0;
    right = 0;
  }

  Totals copy() {
    return new Totals(images, loss, right);
  }

  long images() {
    return images;
  }

  double loss() {
    return loss;
  }

  long right() {
    return right;
  }

  double meanLoss() {
    return loss / images;
  }

  double accuracy() {
    return (double) right / images;
  }
}
