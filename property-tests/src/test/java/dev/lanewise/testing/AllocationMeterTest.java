package dev.lanewise.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernels.simd.Lanes;
import java.time.Duration;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.api.Test;

/** The meter sees what it is for: a vector kernel whose species C2 cannot know boxes. */
class AllocationMeterTest {
  private final float[] x = new float[4096];

  @Test
  void aConstantSpeciesAllocatesNothing() {
    assertEquals(0, AllocationMeter.bytesPerCall(Duration.ofSeconds(10), this::constantSpecies));
  }

  @Test
  void aSpeciesInAParameterIsSeen() {
    List<VectorSpecies<Float>> species =
        List.of(FloatVector.SPECIES_128, FloatVector.SPECIES_256, FloatVector.SPECIES_64);
    int[] next = {0};
    long bytes =
        AllocationMeter.bytesPerCall(
            Duration.ofSeconds(2), () -> anySpecies(species.get(next[0]++ % species.size())));
    assertTrue(bytes > x.length, () -> bytes + " bytes per call");
  }

  private void constantSpecies() {
    for (int i = 0; i < x.length; i += Lanes.LENGTH) {
      FloatVector.fromArray(Lanes.F, x, i).add(1f).intoArray(x, i);
    }
  }

  private void anySpecies(VectorSpecies<Float> species) {
    for (int i = 0; i < x.length; i += species.length()) {
      FloatVector.fromArray(species, x, i).add(1f).intoArray(x, i);
    }
  }
}
