package dev.lanewise.kernels;

import static dev.lanewise.kernels.simd.HotSpot.option;

/**
 * What was found out about this JVM when the kernels were first used.
 *
 * @param vectorModule whether {@code jdk.incubator.vector} is resolved
 * @param c2 whether HotSpot's optimising compiler is there and compiles vectors; without it vector
 *     code runs boxed
 * @param vectorBits the width of the vectors used (or that would be used), 0 without the module
 * @param fma whether the CPU has fused multiply-add; without it {@link Math#fma} is exact but
 *     thousands of times slower
 */
public record Platform(boolean vectorModule, boolean c2, int vectorBits, boolean fma) {

  /** 32-bit lanes of a vector. */
  public int lanes() {
    return vectorBits / Float.SIZE;
  }

  static Platform probe() {
    boolean module = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    boolean interpreted = System.getProperty("java.vm.info", "").contains("interpreted");
    boolean c2 =
        !interpreted
            && System.getProperty("java.vm.name", "").contains("Server VM")
            && option("TieredStopAtLevel", "4").equals("4")
            && option("UseJVMCICompiler", "false").equals("false")
            && option("EnableVectorSupport", "true").equals("true");
    return new Platform(
        module, c2, module ? VectorProbe.bits() : 0, option("UseFMA", "true").equals("true"));
  }

  /**
   * Apart, so that its reference to the vector module is resolved only when the module is there.
   */
  private static final class VectorProbe {
    static int bits() {
      return dev.lanewise.kernels.simd.Lanes.BITS;
    }
  }
}
