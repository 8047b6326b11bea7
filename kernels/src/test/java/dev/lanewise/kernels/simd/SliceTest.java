package dev.lanewise.kernels.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SliceTest {
  private static final int[] SIZES = {1, 15, 16, 17, 1000, 1 << 16, 3 << 20, 0, 7};

  @Test
  void slicesDoNotOverlap() {
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int n = SIZES[i % SIZES.length];
      Slice slice = Slice.of(n);
      for (int j = 0; j < n; j++) {
        assertEquals(0f, slice.array[slice.at + j]);
      }
      Arrays.fill(slice.array, slice.at, slice.at + n, i);
      slices.add(slice);
    }
    for (int i = 0; i < slices.size(); i++) {
      Slice slice = slices.get(i);
      for (int j = 0; j < SIZES[i % SIZES.length]; j++) {
        assertEquals(i, slice.array[slice.at + j]);
      }
    }
  }

  /** Where the array begins a region, its first 16 bytes are its header. */
  @Test
  void slicesBeginLinesOfTheirArray() {
    for (int n : SIZES) {
      assertEquals(0, (16 + Slice.of(n).at * Float.BYTES) % 64);
    }
  }

  @Test
  void scratchKeepsItsSliceAndGrowsTwofold() {
    Scratch scratch = new Scratch();
    Slice first = scratch.slice(100);
    assertSame(first, scratch.slice(50));
    Slice larger = scratch.slice(101);
    assertTrue(larger.length >= 200);
    assertSame(larger, scratch.slice(200));
  }
}
