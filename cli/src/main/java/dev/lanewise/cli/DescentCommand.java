package dev.lanewise.cli;

import dev.lanewise.cli.descent.DescentSvg;
import dev.lanewise.cli.descent.Path;
import dev.lanewise.cli.descent.Surface;
import dev.lanewise.cli.plot.Schedules;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "descent",
    description =
        "Draws the paths of the optimisers on loss surfaces of two parameters, a ravine, Beale's"
            + " function, a saddle; and the learning rates of the schedules.",
    sortOptions = false)
final class DescentCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The picture, an SVG file. Default: descent.svg.")
  java.nio.file.Path out = java.nio.file.Path.of("descent.svg");

  @Option(
      names = "--schedules",
      paramLabel = "FILE",
      description = "The picture of the schedules, an SVG file. Default: schedules.svg.")
  java.nio.file.Path schedules = java.nio.file.Path.of("schedules.svg");

  @Option(names = "--json", paramLabel = "FILE", description = "Write the table as JSON.")
  java.nio.file.Path json;

  @Override
  public Integer call() throws IOException {
    JsonFile.check(json);
    WholeFile.requirePlace("--out", out);
    WholeFile.requirePlace("--schedules", schedules);
    ComputeOptions.decide();
    Map<Surface, List<Path>> paths = new LinkedHashMap<>();
    for (Surface surface : Surface.values()) {
      paths.put(surface, Path.all(surface));
    }
    WholeFile.write(out, DescentSvg.draw(paths).getBytes(StandardCharsets.UTF_8));
    WholeFile.write(schedules, Schedules.draw().file().getBytes(StandardCharsets.UTF_8));
    print(paths, spec.commandLine().getOut());
    JsonFile.write(json, facts(paths));
    return ExitCode.OK;
  }

  private void print(Map<Surface, List<Path>> paths, PrintWriter output) {
    output.printf(
        Locale.ROOT, "%-8s  %-16s  %5s  steps to a loss of %s%n", "", "", "rate", Path.TARGET);
    paths.forEach(
        (surface, all) -> {
          for (Path path : all) {
            output.printf(
                "%-8s  %-16s  %5s  %s%n",
                name(surface),
                path.name(),
                path.rate(),
                path.steps() < 0 ? "more than " + Path.LIMIT : path.steps());
          }
        });
    output.printf("%nin %s and %s%n", out, schedules);
    output.flush();
  }

  private static List<Map<String, Object>> facts(Map<Surface, List<Path>> paths) {
    List<Map<String, Object>> rows = new ArrayList<>();
    paths.forEach(
        (surface, all) -> {
          for (Path path : all) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("surface", name(surface));
            row.put("optimizer", path.name());
            row.put("learningRate", path.rate());
            row.put("steps", path.steps() < 0 ? null : path.steps());
            row.put("loss", path.points().getLast()[2]);
            rows.add(row);
          }
        });
    return rows;
  }

  private static String name(Surface surface) {
    return surface.name().toLowerCase(Locale.ROOT);
  }
}
