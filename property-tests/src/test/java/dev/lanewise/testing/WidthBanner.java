package dev.lanewise.testing;

import dev.lanewise.kernels.Backend;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Says once per JVM at which vector width its properties run. */
public final class WidthBanner implements TestExecutionListener {
  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    System.out.printf(
        "Lanewise properties at %d bits (%d lanes), %s%n",
        Backend.PLATFORM.vectorBits(),
        Backend.PLATFORM.lanes(),
        Backend.simd() ? "simd" : "reference");
  }
}
