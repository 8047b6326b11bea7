package dev.lanewise.kernels;

import dev.lanewise.kernels.simd.Lanes;
import java.util.Set;

/**
 * Decides once, when the first kernel is used, whether the kernels run on the Vector API or on
 * their scalar references. The bits are the same either way; only the speed differs. Properties
 * that ask for what there is not make every kernel throw {@link IllegalStateException}.
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

  private static final boolean SIMD;

  private static final String REASON;

  /**
   * What is wrong with the properties, or null. Kept to be said on each use: what a static
   * initialiser throws is told once, wrapped, and afterwards the class is merely gone.
   */
  private static final String REFUSAL;

  private static final System.Logger LOG = System.getLogger("dev.lanewise.kernels");

  static {
    String wish = System.getProperty(PROPERTY, "auto");
    boolean auto = wish.equals("auto");
    String obstacle = obstacle(PLATFORM);
    REFUSAL = refusal(wish, System.getProperty(Lanes.PROPERTY), obstacle);
    SIMD = wish.equals("simd") || auto && obstacle == null;
    REASON =
        !auto ? "-D" + PROPERTY + "=" + wish : SIMD ? "C2 and the Vector API are here" : obstacle;
    if (auto && !SIMD) {
      LOG.log(System.Logger.Level.WARNING, "scalar kernels, much slower: " + obstacle);
    }
    if (!PLATFORM.fma()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "no fused multiply-add on this CPU (or -XX:-UseFMA): results are exact, but thousands"
              + " of times slower");
    }
  }

  private Backend() {}

  /**
   * Whether facades call the SIMD kernels. For C2 a constant.
   *
   * @throws IllegalStateException if the properties ask for what there is not
   */
  public static boolean simd() {
    requireProperties();
    return SIMD;
  }

  /**
   * Why these kernels were chosen, in a few words.
   *
   * @throws IllegalStateException if the properties ask for what there is not
   */
  public static String reason() {
    requireProperties();
    return REASON;
  }

  private static void requireProperties() {
    if (REFUSAL != null) {
      throw new IllegalStateException(REFUSAL);
    }
  }

  private static String refusal(String kernels, String bits, String obstacle) {
    if (!Set.of("simd", "reference", "auto").contains(kernels)) {
      return "-D" + PROPERTY + ": expected simd, reference or auto, actual " + kernels;
    }
    if (bits != null && !Set.of("128", "256", "512").contains(bits)) {
      return "-D" + Lanes.PROPERTY + ": expected 128, 256 or 512, actual " + bits;
    }
    if (kernels.equals("simd") && !PLATFORM.vectorModule()) {
      return "-D" + PROPERTY + "=simd, but " + obstacle;
    }
    return null;
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
