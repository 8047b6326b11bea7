package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.layers.Network;
import dev.lanewise.layers.augment.Augmentation;
import dev.lanewise.layers.pattern.NetPattern;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BatchStreamTest {
  private static final Network NET = NetPattern.parse("fc-4 softmax").build(new int[] {1, 8, 8}, 1);

  @Test
  void handsOutEverySampleInOrderHoweverTheyAreBatched() {
    Samples samples = new Blobs(50, 1);
    BatchReader reader = new BatchReader(NET, samples, Augmentation.parse("flip,crop2"), 5);
    int[] order = reader.inOrder();
    float[] whole = new float[50 * 64];
    try (BatchStream stream = new BatchStream(reader, 2, order, 0, 50, 50)) {
      System.arraycopy(stream.next().images().data(), 0, whole, 0, whole.length);
    }
    for (int size : new int[] {1, 7, 49}) {
      try (BatchStream stream = new BatchStream(reader, 2, order, 3, 50, size)) {
        for (int at = 3; at < 50; at += size) {
          Batch batch = stream.next();
          assertEquals(Math.min(size, 50 - at), batch.size());
          for (int i = 0; i < batch.size(); i++) {
            assertEquals(samples.label(at + i), batch.labels()[i]);
          }
          float[] expected = Arrays.copyOfRange(whole, at * 64, (at + batch.size()) * 64);
          assertTrue(Arrays.equals(expected, batch.images().data()));
        }
      }
    }
  }

  /** 47 samples in batches of 10 in chunks of at most 4. */
  @Test
  void chunksEndWithTheirBatch() {
    BatchReader reader = new BatchReader(NET, new Blobs(50, 1));
    int[] order = reader.inOrder();
    int at = 3;
    try (BatchStream stream = new BatchStream(reader, 0, order, 3, 50, 10, 4)) {
      for (int size : new int[] {4, 4, 2, 4, 4, 2, 4, 4, 2, 4, 4, 2, 4, 3}) {
        Batch chunk = stream.next();
        assertEquals(size, chunk.size());
        Batch expected = reader.batch(size);
        reader.read(0, order, at, expected);
        assertTrue(Arrays.equals(expected.images().data(), chunk.images().data()));
        at += size;
      }
    }
    assertEquals(50, at);
  }

  /** The batch in use stays as it is while the next one is read. */
  @Test
  void readsAheadIntoOtherMemory() throws InterruptedException {
    BatchReader reader = new BatchReader(NET, new Blobs(64, 1));
    try (BatchStream stream = new BatchStream(reader, 0, reader.inOrder(), 0, 64, 16)) {
      Batch first = stream.next();
      float[] before = first.images().data().clone();
      Thread.sleep(50);
      assertTrue(Arrays.equals(before, first.images().data()));
      assertNotSame(first, stream.next());
      assertSame(first, stream.next());
    }
  }

  @Test
  void throwsWhatReadingThrew() {
    RuntimeException broken = new IllegalStateException("the disk is gone");
    BatchReader reader = new BatchReader(NET, new Failing(new Blobs(40, 1), broken));
    try (BatchStream stream = new BatchStream(reader, 0, reader.inOrder(), 0, 40, 10)) {
      assertEquals(10, stream.next().size());
      assertEquals(10, stream.next().size());
      assertSame(broken, assertThrows(IllegalStateException.class, stream::next));
    }
  }

  @Test
  void endsItsThreadWhenClosedEarly() {
    BatchReader reader = new BatchReader(NET, new Blobs(64, 1));
    new BatchStream(reader, 0, reader.inOrder(), 0, 64, 4).close();
    try (BatchStream stream = new BatchStream(reader, 0, reader.inOrder(), 0, 64, 4)) {
      stream.next();
    }
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().equals("lanewise-batches")));
  }

  @Test
  void anInterruptionIsNotLost() {
    BatchReader reader = new BatchReader(NET, new Blobs(64, 1));
    try (BatchStream stream = new BatchStream(reader, 0, reader.inOrder(), 0, 64, 16)) {
      Thread.currentThread().interrupt();
      for (int i = 0; i < 4; i++) {
        assertEquals(16, stream.next().size());
      }
    }
    assertTrue(Thread.interrupted());
  }

  /** Breaks at the 26th image. */
  private record Failing(Samples samples, RuntimeException failure) implements Samples {
    @Override
    public int size() {
      return samples.size();
    }

    @Override
    public int[] shape() {
      return samples.shape();
    }

    @Override
    public int classes() {
      return samples.classes();
    }

    @Override
    public void read(int index, float[] into, int offset) {
      if (index == 25) {
        throw failure;
      }
      samples.read(index, into, offset);
    }

    @Override
    public int label(int index) {
      return samples.label(index);
    }
  }
}
