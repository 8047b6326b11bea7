package dev.lanewise.cli;

import dev.lanewise.layers.Normalisation;
import dev.lanewise.layers.train.Samples;
import dev.lanewise.vision.LabelledImages;

/** Images as the trainer reads them. */
record DataSamples(LabelledImages images) implements Samples {
  @Override
  public int size() {
    return images.size();
  }

  @Override
  public int[] shape() {
    return new int[] {images.channels(), images.height(), images.width()};
  }

  @Override
  public int classes() {
    return images.classNames().size();
  }

  @Override
  public void read(int index, float[] into, int offset) {
    images.read(index, into, offset);
  }

  @Override
  public int label(int index) {
    return images.label(index);
  }

  @Override
  public long checksum() {
    return images.checksum();
  }

  /** Brings each channel to mean 0 and deviation 1 (CS231n, "Setting up the data"). */
  Normalisation normalisation() {
    float[] deviation = images.deviation();
    for (int c = 0; c < deviation.length; c++) {
      if (deviation[c] == 0) {
        deviation[c] = 1; // a channel of one brightness
      }
    }
    return new Normalisation(images.mean(), deviation);
  }
}
