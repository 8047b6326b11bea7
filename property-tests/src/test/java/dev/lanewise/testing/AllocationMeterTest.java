package dev.lanewise.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.simd.Lanes;
import java.time.Duration;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

/** The meter sees what it is for: vectors that do not stay in registers, and so are boxed. */
class AllocationMeterTest {
  private final float[] x = new float[4096];

  /** Where a vector goes that must not stay in a register. */
  private FloatVector kept;

  @Test
  void aConstantSpeciesAllocatesNothing() {
    assertEquals(0, AllocationMeter.bytesPerCall(Duration.ofSeconds(10), this::constantSpecies));
  }

  /** Of the one species: another would spoil the profiles of all kernels in this JVM. */
  @Test
  void vectorsThatEscapeAreSeen() {
    long bytes = AllocationMeter.bytesPerCall(Duration.ofSeconds(2), this::escapes);
    assertTrue(bytes > x.length, () -> bytes + " bytes per call");
  }

  private void constantSpecies() {
    for (int i = 0; i < x.length; i += Lanes.LENGTH) {
      FloatVector.fromArray(Lanes.F, x, i).add(1f).intoArray(x, i);
    }
  }

  private void escapes() {
    for (int i = 0; i < x.length; i += Lanes.LENGTH) {
      kept = FloatVector.fromArray(Lanes.F, x, i).add(1f);
    }
  }
}
