package dev.lanewise.cli.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.function.Function;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Loss and accuracy over the epochs, side by side, for training and for test images. */
public final class Curves {
  private static final int WIDTH = 620;
  private static final int HEIGHT = 420;
  private static final int PIXELS_PER_POINT = 2;

  /** Losses that differ by more than this factor are shown on a logarithmic axis. */
  private static final double DECADES = 20;

  private Curves() {}

  /**
   * One curve in both charts.
   *
   * @param epoch where each point is, in epochs
   * @param loss of each point
   * @param accuracy of each point, 0 to 1
   */
  public record Curve(double[] epoch, double[] loss, double[] accuracy) {}

  /**
   * @param epochs that the axes reach to
   */
  public static BufferedImage draw(String title, double epochs, Curve train, Curve test) {
    boolean decades = ratio(train.loss) > DECADES;
    XYChart loss =
        chart(title + ": loss", epochs, decades ? "mean loss, logarithmic" : "mean loss");
    add(loss, train, test, curve -> positive(curve.loss));
    loss.getStyler().setYAxisLogarithmic(decades).setLegendPosition(LegendPosition.InsideNE);
    if (!decades) {
      loss.getStyler().setYAxisMin(0.0);
    }
    double low = lowAccuracy(train, test);
    XYChart accuracy = chart(title + ": accuracy", epochs, "right answers, %");
    add(accuracy, train, test, curve -> percent(curve.accuracy, low));
    accuracy
        .getStyler()
        .setYAxisMin(low)
        .setYAxisMax(100.0)
        .setLegendPosition(LegendPosition.InsideSE);
    return sideBySide(loss, accuracy);
  }

  /** Where the accuracy axis begins: below all test points and all but the first of training. */
  private static double lowAccuracy(Curve train, Curve test) {
    double[] sorted = train.accuracy.clone();
    Arrays.sort(sorted);
    double low = sorted.length == 0 ? 0 : sorted[sorted.length / 20];
    for (double accuracy : test.accuracy) {
      low = Math.min(low, accuracy);
    }
    return 10 * Math.floor(Math.min(9, 10 * low));
  }

  private static XYChart chart(String title, double epochs, String yTitle) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("epoch")
            .yAxisTitle(yTitle)
            .build();
    XYStyler styler = chart.getStyler();
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(Palette.GRID);
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    styler.setLegendBorderColor(Palette.GRID);
    styler.setXAxisDecimalPattern("0.###").setYAxisDecimalPattern("0.###");
    styler.setChartPadding(14);
    styler.setMarkerSize(8);
    styler.setXAxisMin(0.0).setXAxisMax(epochs);
    addTicks(chart, epochs);
    return chart;
  }

  private static void add(
      XYChart chart, Curve train, Curve test, Function<Curve, double[]> values) {
    if (train.epoch.length > 0) {
      XYSeries series = chart.addSeries("training", train.epoch, values.apply(train));
      series.setMarker(SeriesMarkers.NONE);
      series.setLineColor(Palette.BLUE).setLineStyle(new BasicStroke(1.6f));
    }
    if (test.epoch.length > 0) {
      XYSeries series = chart.addSeries("test", test.epoch, values.apply(test));
      series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(Palette.ORANGE);
      series.setLineColor(Palette.ORANGE).setLineStyle(new BasicStroke(2.2f));
    }
  }

  /** XChart puts ticks at the points of the first series when they are evenly spaced. */
  private static void addTicks(XYChart chart, double epochs) {
    double step = epochs > 4 ? Math.ceil(epochs / 12) : epochs > 1 ? 0.5 : epochs / 10;
    int count = (int) Math.floor(epochs / step + 1e-9) + 1;
    double[] at = new double[count];
    double[] nothing = new double[count];
    Arrays.setAll(at, i -> i * step);
    Arrays.fill(nothing, Double.NaN);
    chart.addSeries("ticks", at, nothing).setShowInLegend(false).setEnabled(true);
  }

  /** Of the largest to the smallest. */
  private static double ratio(double[] values) {
    double[] positive = positive(values);
    return Arrays.stream(positive).max().orElse(1) / Arrays.stream(positive).min().orElse(1);
  }

  /** A logarithmic axis has no 0. */
  private static double[] positive(double[] values) {
    return Arrays.stream(values).map(value -> Math.max(value, 1e-6)).toArray();
  }

  /** In percent; NaN, which is not drawn, below the axis. */
  private static double[] percent(double[] fractions, double low) {
    return Arrays.stream(fractions)
        .map(fraction -> 100 * fraction < low ? Double.NaN : 100 * fraction)
        .toArray();
  }

  private static BufferedImage sideBySide(XYChart left, XYChart right) {
    BufferedImage image =
        new BufferedImage(
            2 * WIDTH * PIXELS_PER_POINT, HEIGHT * PIXELS_PER_POINT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.scale(PIXELS_PER_POINT, PIXELS_PER_POINT);
    left.paint(graphics, WIDTH, HEIGHT);
    graphics.translate(WIDTH, 0);
    right.paint(graphics, WIDTH, HEIGHT);
    graphics.dispose();
    return image;
  }
}
