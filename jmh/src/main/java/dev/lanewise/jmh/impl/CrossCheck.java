package dev.lanewise.jmh.impl;

import dev.lanewise.jmh.impl.Implementation.Call;
import dev.lanewise.jmh.work.Array;
import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.Sample;
import dev.lanewise.jmh.work.Work;
import java.util.ArrayList;
import java.util.List;

/**
 * What the reference says some work must give; a call that gives something else is not timed. Our
 * own kernels owe the reference's bits, peers a result within rounding of it.
 */
public final class CrossCheck {
  private static final Implementation REFERENCE = new Reference();

  /** How far out in the distribution of rounding errors a peer may be. */
  private static final double LAMBDA = 8;

  private final Work work;
  private final Data data;
  private final List<Expected> expected = new ArrayList<>();

  private record Expected(Sample sample, float[][] outputs) {}

  private CrossCheck(Work work, Data data) {
    this.work = work;
    this.data = data;
  }

  /** Runs the reference. */
  public static CrossCheck of(Work work) {
    Data data = Data.of(work);
    CrossCheck check = new CrossCheck(work, data);
    REFERENCE.enter(1);
    for (Sample sample : work.samples(data)) {
      try (Call call = REFERENCE.prepare(sample.work(), sample.data(), 1)) {
        call.run();
        check.expected.add(new Expected(sample, call.outputs()));
      }
    }
    return check;
  }

  /**
   * Runs a fresh call once and compares.
   *
   * @throws WrongResult if a value differs
   */
  public void run(Implementation by, int threads) {
    try (Call call = by.prepare(work, data, threads)) {
      call.run();
      require(by, call.outputs());
    }
  }

  /**
   * Compares with what a fresh call gave when run once.
   *
   * @throws WrongResult if a value differs
   */
  void require(Implementation by, float[][] actual) {
    for (Expected e : expected) {
      for (int o = 0; o < e.outputs.length; o++) {
        require(by, e, o, actual[o]);
      }
    }
  }

  private void require(Implementation by, Expected e, int o, float[] actual) {
    Array array = work.outputs().get(o);
    int start = e.sample.starts()[o];
    float[] values = e.outputs[o];
    double tolerance = by.exact() ? 0 : tolerance(values);
    if (actual.length != array.size()) {
      throw new WrongResult(
          "%s: %s: expected %d floats, actual %d"
              .formatted(by.name(), array.name(), array.size(), actual.length));
    }
    for (int i = 0; i < values.length; i++) {
      float a = actual[start + i];
      boolean same = Float.floatToIntBits(a) == Float.floatToIntBits(values[i]);
      if (!same && (by.exact() || !(Math.abs(a - values[i]) <= tolerance))) {
        throw new WrongResult(
            "%s: %s: reference %s (%08x), actual %s (%08x)%s"
                .formatted(
                    by.name(),
                    array.coordinate(start + i),
                    values[i],
                    Float.floatToRawIntBits(values[i]),
                    a,
                    Float.floatToRawIntBits(a),
                    by.exact() ? "" : ", tolerance %.3g".formatted(tolerance)));
      }
    }
  }

  /**
   * Two orders of summing k terms differ by about lambda * sqrt(k) * u of the result (Higham and
   * Mary, "A New Approach to Probabilistic Rounding Error Analysis", 2019, for terms of one sign;
   * for terms of mixed signs the partial sums, and with them the errors, are as much smaller as the
   * result is).
   */
  private double tolerance(float[] values) {
    double largest = 0;
    for (float v : values) {
      largest = Math.max(largest, Math.abs(v));
    }
    return LAMBDA * Math.sqrt(work.terms()) * 0x1p-24 * largest;
  }

  /** A kernel that must not be timed. */
  public static final class WrongResult extends RuntimeException {
    private static final long serialVersionUID = 1;

    WrongResult(String message) {
      super(message);
    }
  }
}
