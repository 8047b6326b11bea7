package dev.lanewise.kernels;

/**
 * Decides once, when the first kernel is used, whether the kernels run on the Vector API or on
 * their scalar references. The bits are the same either way; only the speed differs.
 *
 * <p>The system property {@code lanewise.kernels} forces {@code simd} or {@code reference}; {@code
 * auto} (the default) takes SIMD where it is fast, and otherwise falls back with one warning that
 * names the flag which mends it. {@code lanewise.vectorBits} (128, 256 or 512) sets the vector
 * width; the default is the widest that this JVM prefers.
 */
public final class Backend {
  /** The property that forces a choice. */
  public static final String PROPERTY = "lanewise.kernels";

  /** What this JVM can do. */
  public static final Platform PLATFORM = Platform.probe();

  /** Whether facades call the SIMD kernels. */
  public static final boolean SIMD;

  private static final String REASON;

  private static final System.Logger LOG = System.getLogger("dev.lanewise.kernels");

  static {
    String wish = System.getProperty(PROPERTY, "auto");
    String obstacle = obstacle(PLATFORM);
    switch (wish) {
      case "simd" -> {
        if (!PLATFORM.vectorModule()) {
          throw new IllegalStateException("-D" + PROPERTY + "=simd, but " + obstacle);
        }
        SIMD = true;
        REASON = "-D" + PROPERTY + "=simd";
      }
      case "reference" -> {
        SIMD = false;
        REASON = "-D" + PROPERTY + "=reference";
      }
      case "auto" -> {
        SIMD = obstacle == null;
        REASON = SIMD ? "C2 and the Vector API are here" : obstacle;
        if (!SIMD) {
          LOG.log(System.Logger.Level.WARNING, "scalar kernels, much slower: " + obstacle);
        }
      }
      default ->
          throw new IllegalStateException(
              "-D" + PROPERTY + ": expected simd, reference or auto, actual " + wish);
    }
    if (!PLATFORM.fma()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "no fused multiply-add on this CPU (or -XX:-UseFMA): results are exact, but thousands"
              + " of times slower");
    }
  }

  private Backend() {}

  /** Why these kernels were chosen, in a few words. */
  public static String reason() {
    return REASON;
  }

  private static String obstacle(Platform platform) {
    if (!platform.vectorModule()) {
      return "module jdk.incubator.vector is not resolved; start java with"
          + " --add-modules jdk.incubator.vector";
    }
    if (!platform.c2()) {
      return "HotSpot's C2 compiler is not in use; start a HotSpot JVM without -Xint,"
          + " -XX:TieredStopAtLevel, -XX:+UseJVMCICompiler or -XX:-EnableVectorSupport";
    }
    if (platform.vectorBits() < 128) {
      return "this JVM's vectors have "
          + platform.vectorBits()
          + " bits, 128 are needed; start java with -XX:MaxVectorSize=16 or more";
    }
    return null;
  }
}
