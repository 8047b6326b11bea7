package dev.lanewise.jmh.run;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** One turn by JMH, in this JVM: the JVM itself is the fork. */
final class Jmh {
  private static final OutputFormat SILENT =
      OutputFormatFactory.createFormatInstance(
          new PrintStream(OutputStream.nullOutputStream()), VerboseMode.SILENT);

  static {
    System.setProperty("jmh.ignoreLock", "true"); // JVMs run one after the other, we see to that
    System.setProperty("jmh.executor", "CUSTOM");
    System.setProperty("jmh.executor.class", SameThread.class.getName());
  }

  private Jmh() {}

  /** Mean microseconds of a call. */
  static double micros(
      String benchmark, Map<String, String> parameters, int warmMillis, int measureMillis) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(benchmark) + "\\.run$")
            .forks(0)
            .warmupIterations(warmMillis > 0 ? 1 : 0)
            .warmupTime(TimeValue.milliseconds(Math.max(1, warmMillis)))
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(measureMillis))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    parameters.forEach(options::param);
    try {
      RunResult result = new Runner(options.build(), SILENT).runSingle();
      return result.getPrimaryResult().getScore();
    } catch (RunnerException e) {
      throw new IllegalStateException(benchmark + " " + parameters + " failed", e);
    }
  }
}
