package dev.lanewise.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.lanewise.autograd.op.Add;
import dev.lanewise.autograd.op.Conv2d;
import dev.lanewise.autograd.op.CrossEntropy;
import dev.lanewise.autograd.op.Dropout;
import dev.lanewise.autograd.op.Flatten;
import dev.lanewise.autograd.op.L2;
import dev.lanewise.autograd.op.Linear;
import dev.lanewise.autograd.op.Max;
import dev.lanewise.autograd.op.MaxPool2d;
import dev.lanewise.autograd.op.Maxout;
import dev.lanewise.autograd.op.Relu;
import dev.lanewise.kernels.conv.Conv2dShape;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.pool.Pool2dShape;
import dev.lanewise.testing.AllocationMeter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * In a steady state a training step that is recorded allocates a few small objects per operation,
 * and no arrays: a net twice as large in every respect allocates as many bytes. A step that is
 * replayed allocates nothing.
 */
class TapeAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Until C2 has compiled a vector kernel it runs boxed; then it is over in a second or two. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final int CALLS = 50;

  /** A tensor, the closures that compute and differentiate it, and what they hold. */
  private static final long BYTES_PER_OPERATION = 160;

  /** Where arrays go that must not be optimised away. */
  private static float[] kept;

  /** All its sizes are multiples of {@code size}. */
  private static final class Net {
    static final int OPERATIONS = 11;

    private final Draw draw = new Draw(1);
    private final SplittableRandom random = new SplittableRandom(1);
    private final Tape tape = new Tape();
    private final Conv2dShape conv;
    private final Pool2dShape pool;
    private final int[] labels;
    private final Tensor images;
    private final Tensor filters;
    private final Tensor filterBias;
    private final Tensor weights;
    private final Tensor bias;

    Net(int size) {
      int pixels = 4 * size;
      conv = Conv2dShape.of(size, size, pixels, pixels, 2 * size, 3, 3).pad(1, 1, 1, 1);
      pool = Pool2dShape.of(size, 2 * size, pixels, pixels, 2, 2);
      labels = draw.labels(size, size);
      images = Tensor.of(values(size, size, pixels, pixels), size, size, pixels, pixels);
      filters = Tensor.parameter(values(2 * size, size, 3, 3), 2 * size, size, 3, 3);
      filterBias = Tensor.parameter(values(2 * size), 2 * size);
      int features = size * (pixels / 2) * (pixels / 2);
      weights = Tensor.parameter(values(size, features), size, features);
      bias = Tensor.parameter(values(size), size);
    }

    private float[] values(int... shape) {
      return draw.uniform(-0.1, 0.1, shape).values();
    }

    void step() {
      backward(record());
      tape.clear();
    }

    private Tensor record() {
      Tensor x = Conv2d.apply(tape, conv, images, filters, filterBias);
      x = MaxPool2d.apply(tape, pool, Relu.apply(tape, x));
      x = Flatten.apply(tape, Maxout.apply(tape, x, 2));
      x = Max.apply(tape, x, Dropout.apply(tape, x, 0.5f, random));
      x = Linear.apply(tape, x, weights, bias);
      Tensor loss = CrossEntropy.apply(tape, x, labels);
      // The weights reach the loss twice, so one of the contributions is added to the other.
      return Add.apply(tape, loss, L2.apply(tape, weights, 1e-3f));
    }

    /** Steps that replay what is recorded here. */
    Runnable replays() {
      Tensor loss = record();
      return () -> {
        tape.replay();
        backward(loss);
      };
    }

    private void backward(Tensor loss) {
      tape.backward(loss);
      filters.zeroGrad();
      filterBias.zeroGrad();
      weights.zeroGrad();
      bias.zeroGrad();
    }
  }

  @Test
  void aTrainingStepAllocatesNoArrays() {
    Net small = new Net(2);
    Net large = new Net(4);
    assertTrue(
        allocateTheSame(LIMIT, small::step, large::step),
        () ->
            "%d bytes per step of a net, %d per step of one twice as large"
                .formatted(bytes(small::step), bytes(large::step)));
    long bytes = bytes(large::step);
    assertTrue(bytes <= BYTES_PER_OPERATION * Net.OPERATIONS, () -> bytes + " bytes per step");
  }

  @Test
  void aReplayedStepAllocatesNothing() {
    for (int threads : new int[] {1, 2}) {
      Runnable step = new Net(4).replays();
      long bytes =
          Parallelism.ofThreads(threads).call(() -> AllocationMeter.bytesPerCall(LIMIT, step));
      assertEquals(0, bytes, () -> "bytes per step with " + threads + " threads");
    }
  }

  @Test
  void aReplayedFrozenStepAllocatesNothing() {
    for (int threads : new int[] {1, 2}) {
      Net net = new Net(4);
      try (var _ = net.tape.frozen()) {
        net.record();
      }
      long bytes =
          Parallelism.ofThreads(threads)
              .call(() -> AllocationMeter.bytesPerCall(LIMIT, net.tape::replay));
      assertEquals(0, bytes, () -> "bytes per step with " + threads + " threads");
    }
  }

  @Test
  void theMeterSeesASmallObjectPerStep() {
    Runnable step = new Net(2).replays();
    Runnable stepWithObject =
        () -> {
          step.run();
          kept = new float[1];
        };
    long bytes =
        Parallelism.serial()
            .call(() -> AllocationMeter.bytesPerCall(Duration.ofSeconds(5), stepWithObject));
    assertTrue(bytes > 0);
  }

  @Test
  void theMeterSeesAnArray() {
    Net small = new Net(2);
    Net large = new Net(4);
    Runnable smallWithArray =
        () -> {
          small.step();
          kept = new float[small.bias.size()];
        };
    Runnable largeWithArray =
        () -> {
          large.step();
          kept = new float[large.bias.size()];
        };
    assertFalse(allocateTheSame(Duration.ofSeconds(2), smallWithArray, largeWithArray));
  }

  /** Whether, before time is up, both allocate as much in five windows of calls in a row. */
  private static boolean allocateTheSame(Duration limit, Runnable small, Runnable large) {
    long end = System.nanoTime() + limit.toNanos();
    int same = 0;
    while (same < 5 && System.nanoTime() < end) {
      same = bytes(small) == bytes(large) ? same + 1 : 0;
    }
    return same == 5;
  }

  /** Bytes that this thread allocates per call. */
  private static long bytes(Runnable step) {
    long[] bytes = new long[1];
    Parallelism.serial()
        .run(
            () -> {
              long before = THREADS.getCurrentThreadAllocatedBytes();
              for (int i = 0; i < CALLS; i++) {
                step.run();
              }
              bytes[0] = (THREADS.getCurrentThreadAllocatedBytes() - before) / CALLS;
            });
    return bytes[0];
  }
}
