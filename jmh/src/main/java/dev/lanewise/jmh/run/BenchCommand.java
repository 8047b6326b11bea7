package dev.lanewise.jmh.run;

import dev.lanewise.jmh.impl.Implementation;
import dev.lanewise.jmh.impl.Implementations;
import dev.lanewise.jmh.report.Comparison;
import dev.lanewise.jmh.report.HtmlPage;
import dev.lanewise.jmh.report.Markdown;
import dev.lanewise.jmh.report.Report;
import dev.lanewise.jmh.report.TextTable;
import dev.lanewise.kernels.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code ./lanewise bench} runs. */
@Command(
    name = "lanewise bench",
    description = "Measures kernels against the machine's limits and against other libraries.",
    sortOptions = false)
public final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--filter",
      paramLabel = "REGEX",
      description = "Only what it matches a part of: \"conv2d forward\", \"net\", \"gemm.*512\".")
  private String filter = ".";

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      description = "Numbers of threads, as 1,2. Default: 1 and all cores.")
  private List<Integer> threads = defaultThreads();

  @Option(
      names = "--peers",
      description =
          "Measure the other libraries too, taking turns (Linux on x86-64; 410 MB, fetched once).")
  private boolean peers;

  @Option(
      names = "--quick",
      description = "One JVM per family instead of three: minutes instead of half an hour.")
  private boolean quick;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the rows there; missing folders are made, here and below.")
  private Path json;

  @Option(names = "--html", paramLabel = "FILE", description = "Write a page to look at there.")
  private Path html;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "Write there what is wanted, what was measured, and every case.")
  private Path markdown;

  @Option(
      names = "--read",
      paramLabel = "REPORT.json",
      description = "Measure nothing: print and write what such a report of --json says.")
  private Path read;

  @Option(
      names = "--compare",
      arity = "2",
      paramLabel = "OLD.json NEW.json",
      hideParamSyntax = true,
      description = "Measure nothing: say what became faster or slower, beyond the noise.")
  private List<Path> compare;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this.")
  private boolean help;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new BenchCommand())
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler((e, _) -> refuse(e.getCommandLine(), e.getMessage()))
        .setExecutionExceptionHandler(
            (e, command, _) -> {
              if (e instanceof IOException) {
                return refuse(command, e.getMessage());
              }
              throw e;
            });
  }

  private static int refuse(CommandLine command, String message) {
    command.getErr().println("lanewise bench: " + message);
    command.getErr().flush();
    return CommandLine.ExitCode.USAGE;
  }

  private static List<Integer> defaultThreads() {
    int cores = Runtime.getRuntime().availableProcessors();
    return cores == 1 ? List.of(1) : List.of(1, cores);
  }

  @Override
  public Integer call() throws IOException {
    check();
    if (compare != null) {
      Comparison comparison =
          Comparison.of(Report.read(compare.getFirst()), Report.read(compare.getLast()));
      if (comparison.rows() == 0) {
        throw refused("--compare: expected rows of ours that are in both reports, found none");
      }
      comparison.print(System.out);
      return CommandLine.ExitCode.OK;
    }
    Report report = read != null ? Report.read(read) : measure();
    Output.write(json, report.json()); // first: the rest can be made of it
    TextTable.print(report, System.out);
    Output.write(html, HtmlPage.of(report));
    Output.write(markdown, Markdown.of(report));
    report.notTimed().forEach(System.err::println);
    return read != null || report.notTimed().isEmpty()
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
  }

  private Report measure() throws IOException {
    try {
      Backend.reason();
    } catch (IllegalStateException e) {
      throw refused(e.getMessage());
    }
    threads = threads.stream().distinct().toList();
    return new BenchRun(plan(), quick ? Settings.QUICK : Settings.FULL, threads).report();
  }

  private List<List<Item>> plan() {
    List<Implementation> all = new ArrayList<>(Implementations.ours());
    if (peers) {
      all.addAll(Implementations.peers());
      if (Implementations.peers().isEmpty()) {
        throw refused(
            "--peers: expected the peers on the class path, found none;"
                + " ./lanewise bench --peers fetches them (mvn -Ppeers)");
      }
    }
    if (filter.isEmpty()) {
      throw refused("--filter: expected a regular expression, actual nothing");
    }
    List<List<Item>> plan;
    try {
      Pattern pattern = Pattern.compile(filter, Pattern.CASE_INSENSITIVE);
      plan = Plan.of(name -> pattern.matcher(name).find(), threads, all);
    } catch (PatternSyntaxException e) {
      throw refused(
          "--filter: expected a regular expression, " + e.getDescription() + ": " + filter);
    }
    if (plan.isEmpty()) {
      throw refused(
          "--filter: expected what some \"operation direction shape\" contains: " + filter);
    }
    return plan;
  }

  private void check() throws IOException {
    if (compare != null) {
      if (compare.size() != 2) {
        throw refused("--compare: expected two reports, actual " + compare.size());
      }
      refuseBeside("--compare", "--read", "--json", "--html", "--markdown");
    }
    if (compare != null || read != null) {
      String reader = compare != null ? "--compare" : "--read";
      refuseBeside(reader, "--filter", "--threads", "--peers", "--quick");
    }
    if (threads.isEmpty()) {
      throw refused("--threads: expected numbers, as 1,2, actual none");
    }
    for (int t : threads) {
      if (t < 1 || t > 1024) {
        throw refused("--threads: expected numbers from 1 to 1024, actual " + t);
      }
    }
    warnOfMoreThan(Runtime.getRuntime().availableProcessors());
    Map<Path, String> flags = new HashMap<>();
    refuseTwice(flags, "--read", read);
    refuseTwice(flags, "--json", json);
    refuseTwice(flags, "--html", html);
    refuseTwice(flags, "--markdown", markdown);
    Output.check("--json", json);
    Output.check("--html", html);
    Output.check("--markdown", markdown);
  }

  private void warnOfMoreThan(int cores) {
    int most = Collections.max(threads);
    if (most > cores) {
      spec.commandLine()
          .getErr()
          .printf("warning: --threads %d: more than this machine has cores (%d)%n", most, cores);
      spec.commandLine().getErr().flush();
    }
  }

  /** One file would take the place of the other. */
  private void refuseTwice(Map<Path, String> flags, String flag, Path file) {
    String other = file == null ? null : flags.put(file.toAbsolutePath().normalize(), flag);
    if (other != null) {
      throw refused("%s %s: expected another file than that of %s".formatted(flag, file, other));
    }
  }

  private void refuseBeside(String flag, String... others) {
    for (String other : others) {
      if (spec.commandLine().getParseResult().hasMatchedOption(other)) {
        throw refused(other + ": has no meaning beside " + flag);
      }
    }
  }

  private ParameterException refused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
