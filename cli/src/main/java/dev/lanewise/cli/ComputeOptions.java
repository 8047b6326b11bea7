package dev.lanewise.cli;

import dev.lanewise.kernels.Backend;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.layers.BadInputException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Flags that change how fast a command is, and not a bit of what it computes. */
final class ComputeOptions {
  private static final int MAX_THREADS = 1024;

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to use. Default: all cores.")
  Integer threads;

  @Option(
      names = "--kernels",
      paramLabel = "simd|reference",
      description =
          "Vector kernels, or the scalar references they agree with. Default: simd, where this JVM"
              + " has it.")
  String kernels;

  /** Puts the flags into force; to be called before anything is computed. */
  void apply() {
    CommandLine line = command.commandLine();
    if (threads != null) {
      if (threads < 1 || threads > MAX_THREADS) {
        throw Main.refused(line, "--threads", "1 to " + MAX_THREADS, threads);
      }
      Parallelism.setDefault(Parallelism.ofThreads(threads));
    }
    if (kernels != null) {
      if (!kernels.equals("simd") && !kernels.equals("reference")) {
        throw Main.refused(line, "--kernels", "simd or reference", kernels);
      }
      System.setProperty(Backend.PROPERTY, kernels);
    }
    decide();
    warn(line, Runtime.getRuntime().availableProcessors()); // not beside a refusal
  }

  private void warn(CommandLine line, int cores) {
    if (threads != null && threads > cores) {
      line.getErr()
          .printf("warning: --threads %d: more than this machine has cores (%d)%n", threads, cores);
      line.getErr().flush();
    }
  }

  /** Has {@link Backend} look at the JVM and the properties now, where its refusal is answered. */
  static void decide() {
    try {
      Backend.reason();
    } catch (IllegalStateException e) {
      throw new BadInputException(e.getMessage(), e);
    }
  }
}
