package dev.lanewise.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

/** The other tests of this JVM ran on the vectors that were asked for. */
class WidthBitsTest {
  @Test
  void theWidthIsTheOneAskedFor() {
    int preferred = Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize());
    assertEquals(Integer.getInteger(Lanes.PROPERTY, preferred), Lanes.BITS);
    assertEquals(Lanes.BITS, Backend.PLATFORM.vectorBits());
    assertEquals(Lanes.BITS, 32 * Lanes.LENGTH);
  }

  @Test
  void theFacadesRunOnVectors() {
    assertTrue(Backend.simd(), Backend.reason());
  }
}
