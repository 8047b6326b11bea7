package dev.lanewise.layers.train;

import dev.lanewise.layers.random.SeededRandom;

/** A problem a net learns in a second: each class lights up a corner of its own, in noise. */
record Blobs(int size, long seed) implements Samples {
  @Override
  public int[] shape() {
    return new int[] {1, 8, 8};
  }

  @Override
  public int classes() {
    return 4;
  }

  @Override
  public int label(int index) {
    return new SeededRandom(SeededRandom.derive(seed, index)).nextInt(4);
  }

  @Override
  public void read(int index, float[] into, int offset) {
    SeededRandom random = new SeededRandom(SeededRandom.derive(seed, index));
    int label = random.nextInt(4);
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        boolean lit = y / 4 * 2 + x / 4 == label;
        into[offset + y * 8 + x] = (lit ? 0.6f : 0.3f) + 0.6f * (random.nextFloat() - 0.5f);
      }
    }
  }
}
