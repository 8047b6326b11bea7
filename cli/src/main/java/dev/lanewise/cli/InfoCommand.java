package dev.lanewise.cli;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.Platform;
import dev.lanewise.kernels.parallel.Parallelism;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "info", description = "Tells what this JVM can do, which kernels it gets, and why.")
final class InfoCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin ComputeOptions compute;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the same facts as JSON.")
  Path json;

  @Override
  public Integer call() throws IOException {
    JsonFile.check(json);
    compute.apply();
    Platform platform = Backend.PLATFORM;
    int cores = Runtime.getRuntime().availableProcessors();
    int threads = Parallelism.current().threads();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        """
        Lanewise  %s
        JVM       %s
        CPU       %s, %d %s
        system    %s
        vectors   %s
        fma       %s
        threads   %d
        kernels   %s: %s
        """,
        Main.Version.text(),
        Machine.jvm(),
        Machine.cpu(),
        cores,
        cores == 1 ? "core" : "cores",
        Machine.system(),
        platform.vectorModule()
            ? "%d bits, %d float lanes".formatted(platform.vectorBits(), platform.lanes())
            : "none, for want of module jdk.incubator.vector",
        platform.fma() ? "yes" : "no: results are the same, but thousands of times slower",
        threads,
        kernels(),
        Backend.reason());
    out.flush();
    JsonFile.write(json, facts(platform, cores, threads));
    return ExitCode.OK;
  }

  static String kernels() {
    return Backend.simd() ? "simd" : "reference";
  }

  private static Map<String, Object> facts(Platform platform, int cores, int threads) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("version", Main.Version.text());
    facts.put("jvm", Machine.jvm());
    facts.put("cpu", Machine.cpu());
    facts.put("cores", cores);
    facts.put("system", Machine.system());
    facts.put("vectorModule", platform.vectorModule());
    facts.put("c2", platform.c2());
    facts.put("vectorBits", platform.vectorBits());
    facts.put("lanes", platform.lanes());
    facts.put("fma", platform.fma());
    facts.put("threads", threads);
    facts.put("kernels", kernels());
    facts.put("reason", Backend.reason());
    return facts;
  }
}
