package dev.lanewise.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.simd.Lanes;
import dev.lanewise.layers.optim.Schedule;
import dev.lanewise.layers.optim.UpdateRule;
import dev.lanewise.layers.pattern.NetPattern;
import dev.lanewise.layers.train.Evaluation;
import dev.lanewise.layers.train.Samples;
import dev.lanewise.layers.train.Trainer;
import dev.lanewise.layers.train.TrainingConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Training and evaluation allocate nothing per batch in their thread, once C2 has done its work.
 */
class TrainingAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final int BATCH = 4;

  private static final String NET =
      "conv3-8 bn relu pool res(conv3-8 relu) dropout-0.5 fc-12 relu fc-3 softmax";

  /** Where an object goes that must not be optimised away. */
  private static Object kept;

  @Test
  void trainingAllocatesNothing() {
    for (UpdateRule rule : UpdateRule.values()) {
      Meter meter = new Meter(LIMIT, false);
      assertEquals(0, train(rule, meter), () -> "bytes per step of " + rule);
    }
  }

  @Test
  void evaluationAllocatesNothing() {
    Meter meter = new Meter(LIMIT, false);
    assertEquals(0, meter.bytes(() -> Evaluation.of(net(meter), new Stripes(), BATCH)));
  }

  @Test
  void theMeterSeesASmallObjectPerStep() {
    assertTrue(train(UpdateRule.SGD, new Meter(Duration.ofSeconds(5), true)) > 0);
  }

  private static long train(UpdateRule rule, Meter meter) {
    TrainingConfig config =
        TrainingConfig.builder()
            .epochs(1)
            .batch(BATCH)
            .optimizer(rule)
            .learningRate(1e-4f)
            .schedule(Schedule.ONE_CYCLE) // that of a cosine asks StrictMath, which allocates 32
            .weightDecay(1e-4f)
            .clipNorm(1)
            .build();
    Trainer trainer = new Trainer(net(meter), new Stripes(), Optional.empty(), config);
    return meter.bytes(trainer::run);
  }

  private static Network net(Meter meter) {
    List<Sequential.Named> layers = new ArrayList<>();
    layers.add(new Sequential.Named("meter", meter));
    layers.addAll(NetPattern.parse(NET).build(new int[] {1, 8, 8}, 1).layers().layers());
    return new Network(NET, new int[] {1, 8, 8}, new Sequential(layers), Loss.SOFTMAX);
  }

  /** What goes over many batches. */
  private interface Run {
    void go() throws IOException;
  }

  /**
   * A layer that passes on what it is given, and ends the run as soon as its thread has allocated
   * nothing between two batches for a while, or time is up.
   */
  private static final class Meter implements Layer {
    private static final int WINDOW = 200;

    private static final class Enough extends RuntimeException {
      private static final long serialVersionUID = 1;
    }

    private final Duration limit;
    private final boolean allocates;
    private final long[] marks = new long[WINDOW + 1];
    private int at;
    private long end;

    Meter(Duration limit, boolean allocates) {
      this.limit = limit;
      this.allocates = allocates;
    }

    /** Bytes per batch of the last window. */
    long bytes(Run run) {
      Assumptions.assumeTrue(
          Lanes.BITS <= FloatVector.SPECIES_PREFERRED.vectorBitSize(),
          "vectors wider than the CPU's are emulated, in boxes");
      end = System.nanoTime() + limit.toNanos();
      Parallelism.serial()
          .run(
              () -> {
                assertThrows(Enough.class, run::go);
              });
      return Math.ceilDiv(marks[at - 1] - marks[0], WINDOW);
    }

    @Override
    public Tensor forward(Tape tape, Tensor x) {
      tape.compute(this::mark);
      return x;
    }

    private void mark() {
      if (allocates) {
        kept = new Object();
      }
      marks[at++] = THREADS.getCurrentThreadAllocatedBytes();
      if (at == marks.length) {
        if (marks[WINDOW] == marks[0] || System.nanoTime() > end) {
          throw new Enough();
        }
        marks[0] = marks[WINDOW];
        at = 1;
      }
    }

    @Override
    public int[] outputShape(int... inputShape) {
      return inputShape.clone();
    }

    @Override
    public String describe() {
      return "";
    }
  }

  private static final class Stripes implements Samples {
    @Override
    public int size() {
      return 4_000_000; // more than there is time for
    }

    @Override
    public int[] shape() {
      return new int[] {1, 8, 8};
    }

    @Override
    public int classes() {
      return 3;
    }

    @Override
    public void read(int index, float[] into, int offset) {
      for (int i = 0; i < 64; i++) {
        into[offset + i] = (i / 8 * index + i % 8) % 3;
      }
    }

    @Override
    public int label(int index) {
      return index % 3;
    }
  }
}
