package dev.lanewise.jmh.report;

import com.sun.management.OperatingSystemMXBean;
import dev.lanewise.kernels.Backend;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where a report comes from.
 *
 * @param vectorBits width of the vectors that the kernels use
 */
public record Machine(
    String cpu, int cores, long memoryMb, String os, String jvm, int vectorBits, String kernels) {

  public static Machine here() {
    OperatingSystemMXBean os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        cpuName(),
        os.getAvailableProcessors(),
        os.getTotalMemorySize() >> 20,
        os.getName() + " " + os.getVersion() + " " + os.getArch(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        Backend.PLATFORM.vectorBits(),
        (Backend.simd() ? "simd" : "reference") + ": " + Backend.reason());
  }

  private static String cpuName() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown CPU");
    } catch (IOException e) {
      return "unknown CPU";
    }
  }
}
