package dev.lanewise.jmh.work;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The numbers that go into some work: the same for every implementation and in every run. */
public final class Data {
  private static final long SEED = 0x1a9e;

  private final List<float[]> inputs;

  private Data(List<float[]> inputs) {
    this.inputs = inputs;
  }

  public static Data of(Work work) {
    return new Data(work.inputs().stream().map(Data::fill).toList());
  }

  static Data of(float[]... inputs) {
    return new Data(List.of(inputs));
  }

  /** The same data but for input number {@code i}. */
  Data with(int i, float[] input) {
    List<float[]> all = new ArrayList<>(inputs);
    all.set(i, input);
    return new Data(List.copyOf(all));
  }

  /** Input number {@code i}, shared by all: not to be written. */
  public float[] input(int i) {
    return inputs.get(i);
  }

  /** A copy of input number {@code i}, for work in place. */
  public float[] copy(int i) {
    return inputs.get(i).clone();
  }

  float[] slice(int i, int from, int length) {
    return Arrays.copyOfRange(inputs.get(i), from, from + length);
  }

  private static float[] fill(Array array) {
    SplittableRandom random = new SplittableRandom(SEED + array.name().hashCode());
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.fma(array.high() - array.low(), random.nextFloat(), array.low());
    }
    return values;
  }
}
