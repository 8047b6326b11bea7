package dev.lanewise.kernels.simd;

import java.util.Set;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The one vector width of this JVM. Static finals of one class, never parameters: C2 then treats
 * them as constants and keeps vectors in registers.
 */
public final class Lanes {
  /** The property that sets the width in bits. */
  public static final String PROPERTY = "lanewise.vectorBits";

  public static final VectorSpecies<Float> F = species();
  public static final VectorSpecies<Integer> I = F.withLanes(int.class);

  /** Floats in a vector. */
  public static final int LENGTH = F.length();

  public static final int BITS = F.vectorBitSize();

  /**
   * Vector registers of the register file: 32 with AVX-512, NEON and SVE, 16 with AVX2 and less.
   * Where x86 vectors are limited to 256 bits the upper 16 are left alone; a tile that spills would
   * cost more than they bring.
   */
  public static final int REGISTERS =
      FloatVector.SPECIES_MAX.vectorBitSize() >= 512
              || !Set.of("amd64", "x86_64").contains(System.getProperty("os.arch"))
          ? 32
          : 16;

  private Lanes() {}

  /** Up to a whole number of vectors. */
  public static int roundUp(int n) {
    return (n + LENGTH - 1) / LENGTH * LENGTH;
  }

  private static VectorSpecies<Float> species() {
    return switch (System.getProperty(PROPERTY, "")) {
      case "128" -> FloatVector.SPECIES_128;
      case "256" -> FloatVector.SPECIES_256;
      case "512" -> FloatVector.SPECIES_512;
      default -> // anything but nothing is refused by Backend
          // Beyond 512 bits a vector would hold more than the 64 accumulators / 4 of a long sum.
          FloatVector.SPECIES_PREFERRED.vectorBitSize() > 512
              ? FloatVector.SPECIES_512
              : FloatVector.SPECIES_PREFERRED;
    };
  }
}
