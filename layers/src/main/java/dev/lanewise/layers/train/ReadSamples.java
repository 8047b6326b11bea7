package dev.lanewise.layers.train;

/** {@link Samples#of}. */
record ReadSamples(int[] labels, int classes, Reader reader, int[] shape) implements Samples {
  ReadSamples {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "labels[%d]: expected 0 to %d, actual %d".formatted(i, classes - 1, labels[i]));
      }
    }
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public void read(int index, float[] into, int offset) {
    reader.read(index, into, offset);
  }

  @Override
  public int label(int index) {
    return labels[index];
  }
}
