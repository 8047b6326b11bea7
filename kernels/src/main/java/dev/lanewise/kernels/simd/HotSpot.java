package dev.lanewise.kernels.simd;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** Options of this JVM. */
public final class HotSpot {
  private HotSpot() {}

  /** Value of a HotSpot option; {@code otherwise} where there is no such option. */
  public static String option(String name, String otherwise) {
    HotSpotDiagnosticMXBean bean =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (bean == null) {
      return otherwise;
    }
    try {
      return bean.getVMOption(name).getValue();
    } catch (IllegalArgumentException noSuchOption) {
      return otherwise;
    }
  }
}
