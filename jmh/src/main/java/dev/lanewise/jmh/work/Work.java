package dev.lanewise.jmh.work;

import java.util.List;

/**
 * One thing that is measured, whoever does it: an operation in one direction on one shape. It says
 * what goes in, what must come out, and the least that has to be computed and moved.
 */
public sealed interface Work
    permits ActivationWork,
        ConvWork,
        GemmWork,
        LossWork,
        MaxoutWork,
        NetWork,
        NormWork,
        PoolWork,
        PreluWork,
        SoftmaxWork,
        UpdateWork,
        VectorWork {

  /** More than this and the reference takes seconds: it then computes {@link #samples}. */
  long LONG = 300_000_000;

  String op();

  /** {@code forward}, {@code gradient} and the like. */
  String direction();

  /** Sizes, as people write them. */
  String shape();

  /** Floating-point operations by the definition; a fused multiply-add is two. */
  long flops();

  List<Array> inputs();

  List<Array> outputs();

  /** Products (or terms) summed into one output; how far two orders of summation may differ. */
  long terms();

  /** Bytes that must be read, each input once. */
  default long bytesRead() {
    return bytes(inputs());
  }

  /** Bytes that must be written, each output once. */
  default long bytesWritten() {
    return bytes(outputs());
  }

  /** The work whose result is compared with the reference before this work is timed. */
  default Work checked() {
    return this;
  }

  /**
   * Smaller pieces of the same work, whose outputs are parts of the whole's bit for bit; the work
   * itself where the reference can do it in good time.
   */
  default List<Sample> samples(Data data) {
    return List.of(Sample.whole(this, data));
  }

  private static long bytes(List<Array> arrays) {
    return arrays.stream().mapToLong(a -> (long) a.size() * Float.BYTES).sum();
  }
}
