package dev.lanewise.cli;

import dev.lanewise.cli.plot.PolarSheet;
import dev.lanewise.vision.DataSet;
import dev.lanewise.vision.LabelledImages;
import dev.lanewise.vision.Pictures;
import dev.lanewise.vision.features.PolarGrid;
import dev.lanewise.vision.features.Turn;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "polar",
    description =
        "Draws an image in polar and log-polar coordinates, as it is, turned and scaled, and"
            + " measures the shifts that these become.",
    sortOptions = false)
final class PolarCommand implements Callable<Integer> {
  private static final int SIDE = 96;
  private static final int CIRCLES = 72;
  private static final int RAYS = 96;
  private static final int DEGREES = 60;
  private static final double SCALE = 0.6;

  @Spec CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "IMAGE",
      description = "A picture: PNG, JPEG, ... Default: the first test digit of MNIST.")
  Path image;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The picture, an SVG file. Default: polar.svg.")
  Path out = Path.of("polar.svg");

  private int channels;
  private int side;
  private PolarGrid linear;
  private PolarGrid logarithmic;

  @Override
  public Integer call() throws IOException {
    WholeFile.requirePlace("--out", out);
    float[] pixels = pixels();
    linear = PolarGrid.linear(side, side, CIRCLES, RAYS);
    logarithmic = PolarGrid.logarithmic(side, side, CIRCLES, RAYS);
    float[] first = polar(logarithmic, pixels);
    List<PolarSheet.Row> rows =
        List.of(
            new PolarSheet.Row("as it is", pixels, polar(linear, pixels), first, ""),
            row("turned by " + DEGREES + "°", new Turn(Math.toRadians(DEGREES), 1), pixels, first),
            row("scaled by " + SCALE, new Turn(0, SCALE), pixels, first));
    String sheet = PolarSheet.draw(rows, channels, side, side, linear).file();
    WholeFile.write(out, sheet.getBytes(StandardCharsets.UTF_8));
    PrintWriter output = spec.commandLine().getOut();
    for (PolarSheet.Row row : rows.subList(1, rows.size())) {
      output.printf("%s: %s%n", row.name(), row.shift());
    }
    output.printf(
        Locale.ROOT,
        "expected: %.1f rays, %.1f circles%n%nin %s%n",
        DEGREES / 360.0 * RAYS,
        -logarithmic.row(SCALE * logarithmic.innermost()),
        out);
    output.flush();
    return ExitCode.OK;
  }

  private float[] pixels() throws IOException {
    if (image == null) {
      LabelledImages digits = DataSet.mnist().test();
      channels = 1;
      side = digits.height();
      float[] digit = new float[side * side];
      digits.read(0, digit, 0);
      return digit;
    }
    channels = 3;
    side = SIDE;
    float[] pixels = new float[channels * side * side];
    Pictures.read(image, channels, side, side, false, pixels, 0);
    return pixels;
  }

  private PolarSheet.Row row(String name, Turn turn, float[] pixels, float[] first) {
    float[] turned = new float[pixels.length];
    turn.apply(channels, side, side, pixels, turned);
    float[] logPolar = polar(logarithmic, turned);
    int[] shift = shift(first, logPolar);
    String text =
        "log-polar moved by %d of %d rays, %d of %d circles"
            .formatted(shift[1], RAYS, shift[0], CIRCLES);
    return new PolarSheet.Row(name, turned, polar(linear, turned), logPolar, text);
  }

  private float[] polar(PolarGrid grid, float[] pixels) {
    float[] polar = new float[channels * CIRCLES * RAYS];
    grid.sample(channels, side, side, pixels, polar);
    return polar;
  }

  /** The shift inward and along the angle after which {@code from} is most like {@code to}. */
  private int[] shift(float[] from, float[] to) {
    int[] best = {0, 0};
    double least = Double.POSITIVE_INFINITY;
    for (int inward = -CIRCLES / 2; inward <= CIRCLES / 2; inward++) {
      for (int along = -RAYS / 2; along < RAYS / 2; along++) {
        double difference = difference(from, to, inward, along);
        if (difference < least) {
          least = difference;
          best = new int[] {inward, along};
        }
      }
    }
    return best;
  }

  /** Mean over the circles that both have. */
  private double difference(float[] from, float[] to, int inward, int along) {
    double sum = 0;
    for (int c = 0; c < channels; c++) {
      for (int i = Math.max(0, -inward); i < Math.min(CIRCLES, CIRCLES - inward); i++) {
        for (int j = 0; j < RAYS; j++) {
          float a = from[(c * CIRCLES + i + inward) * RAYS + j];
          float b = to[(c * CIRCLES + i) * RAYS + Math.floorMod(j + along, RAYS)];
          sum += Math.abs(a - b);
        }
      }
    }
    return sum / (CIRCLES - Math.abs(inward));
  }
}
