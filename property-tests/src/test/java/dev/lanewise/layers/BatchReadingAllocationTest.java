package dev.lanewise.layers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.lanewise.layers.augment.Augmentation;
import dev.lanewise.layers.pattern.NetPattern;
import dev.lanewise.layers.train.Samples;
import dev.lanewise.layers.train.Trainer;
import dev.lanewise.layers.train.TrainingConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The thread that reads, normalises and varies images allocates nothing per batch. */
class BatchReadingAllocationTest {
  private static final int BATCH = 8;
  private static final int BATCHES = 1000;

  @Test
  void readingAllocatesNothing() throws IOException {
    Watched samples = new Watched();
    Network net =
        NetPattern.parse("fc-2 softmax")
            .build(samples.shape(), 1)
            .withNormalisation(new Normalisation(new float[] {0.5f}, new float[] {2}));
    TrainingConfig config =
        TrainingConfig.builder()
            .epochs(1)
            .batch(BATCH)
            .augmentation(Augmentation.parse("flip,crop2,cutout2"))
            .build();
    new Trainer(net, samples, Optional.empty(), config).run();
    long bytes = samples.end - samples.middle;
    assertTrue(samples.middle > 0 && samples.end > 0);
    assertTrue(
        bytes < BATCHES / 2, "bytes allocated in %d batches: %d".formatted(BATCHES / 2, bytes));
  }

  /** Notes what the reading thread has allocated, in the middle and near the end. */
  private static final class Watched implements Samples {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private int reads;
    volatile long middle;
    volatile long end;

    @Override
    public int size() {
      return BATCH * BATCHES;
    }

    @Override
    public int[] shape() {
      return new int[] {1, 8, 8};
    }

    @Override
    public int classes() {
      return 2;
    }

    @Override
    public void read(int index, float[] into, int offset) {
      Arrays.fill(into, offset, offset + 64, index % 2);
      reads++;
      if (reads == size() / 2) {
        middle = THREADS.getCurrentThreadAllocatedBytes();
      } else if (reads == size()) {
        end = THREADS.getCurrentThreadAllocatedBytes();
      }
    }

    @Override
    public int label(int index) {
      return index % 2;
    }
  }
}
