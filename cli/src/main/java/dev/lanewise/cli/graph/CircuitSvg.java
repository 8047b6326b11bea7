package dev.lanewise.cli.graph;

import dev.lanewise.cli.graph.Layout.Place;
import dev.lanewise.cli.plot.DarkGround;
import java.util.List;
import java.util.Locale;

/**
 * The picture of a circuit as the CS231n lectures draw it: gates in circles, on every wire the
 * value above and the gradient below.
 */
public final class CircuitSvg {
  private static final int COLUMN = 138;
  private static final int ROW = 74;
  private static final int RADIUS = 22;

  /** Length of the straight piece of wire that carries value and gradient. */
  private static final int STUB = 62;

  private static final String LEGEND = "above: value";

  private static final int LEFT = 46;
  private static final int TOP = 88;
  private static final int BOTTOM = 56;

  private final Circuit circuit;
  private final Layout layout;
  private final StringBuilder svg = new StringBuilder();

  private CircuitSvg(Circuit circuit) {
    this.circuit = circuit;
    layout = new Layout(circuit);
  }

  /** A whole SVG file. */
  public static String draw(Circuit circuit) {
    CircuitSvg picture = new CircuitSvg(circuit);
    picture.draw();
    return picture.svg.toString();
  }

  private void draw() {
    int names =
        8
            * circuit.nodes().stream()
                .filter(n -> !n.isGate())
                .mapToInt(n -> n.text().length())
                .max()
                .orElse(0);
    int gates = LEFT + names + (layout.width() - 1) * COLUMN + RADIUS + STUB + 24;
    String below =
        circuit.hasBranches()
            ? "below: gradient of the result, small: what comes back by a branch"
            : "below: gradient of the result";
    int legend = 32 + 7 * (LEGEND.length() + 2 + below.length());
    int width = Math.max(gates, Math.max(legend, 24 + 10 * circuit.expression().length()));
    double height = TOP + (layout.bottom() - layout.top()) * ROW + BOTTOM;
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%.0f\" viewBox=\"%d 0 %d"
            + " %.0f\" font-family=\"Helvetica, Arial, sans-serif\" text-anchor=\"middle\">",
        width, height, -names, width, height);
    line("%s", DarkGround.STYLE);
    line("<rect x=\"%d\" width=\"%d\" height=\"%.0f\" fill=\"#fff\"/>", -names, width, height);
    line(
        "<text x=\"%d\" y=\"30\" text-anchor=\"start\" font-size=\"17\" font-weight=\"bold\""
            + " fill=\"#22262a\">%s</text>",
        16 - names, escape(circuit.expression()));
    for (Node node : circuit.nodes()) {
      for (Node consumer : circuit.consumers(node)) {
        wire(node, consumer);
      }
    }
    circuit.nodes().forEach(this::node);
    line(
        "<text x=\"%d\" y=\"%.0f\" text-anchor=\"start\" font-size=\"13\" fill=\"#555b62\"><tspan"
            + " fill=\"#18794e\">%s</tspan>, <tspan fill=\"#c62828\">%s</tspan></text>",
        16 - names, height - 14, LEGEND, below);
    line("</svg>");
  }

  private void node(Node node) {
    double x = x(layout.of(node));
    double y = y(layout.of(node));
    double from = x + (node.isGate() ? RADIUS : 0);
    line(
        "<path d=\"M%.1f %.1f h%d\" stroke=\"#22262a\" stroke-width=\"1.5\"/>",
        from, y, STUB + (node.isGate() ? 0 : RADIUS));
    if (node.isGate()) {
      int size = node.symbol().length() > 4 ? 11 : node.symbol().length() > 2 ? 14 : 18;
      line(
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%d\" fill=\"#eef3f9\" stroke=\"#22262a\""
              + " stroke-width=\"1.5\"/>",
          x, y, RADIUS);
      text(x, y + size * 0.35, size, "#22262a", "middle", node.symbol());
    } else {
      text(x - 6, y + 6, 17, "#22262a", "end", node.text());
    }
    double middle = from + (STUB + (node.isGate() ? 0 : RADIUS)) / 2.0;
    text(middle, y - 7, 16, "#18794e", "middle", number(circuit.value(node)));
    Float gradient = circuit.gradient(node);
    if (gradient != null) {
      text(middle, y + 20, 16, "#c62828", "middle", number(gradient));
    }
  }

  /** From the end of the straight piece through the places in between to the gate's circle. */
  private void wire(Node node, Node gate) {
    Place start = layout.of(node);
    double x = x(start) + RADIUS + STUB;
    double y = y(start);
    StringBuilder path = new StringBuilder(format("M%.1f %.1f", x, y));
    for (Place place : layout.wire(node, gate)) {
      double nextX = x(place) - RADIUS;
      bend(path, x, y, nextX, y(place));
      y = y(place);
      x = nextX + 2 * RADIUS + STUB;
      path.append(format(" H%.1f", x));
    }
    double toX = x(layout.of(gate)) - RADIUS;
    double toY = y(layout.of(gate));
    bend(path, x, y, toX, toY);
    line("<path d=\"%s\" fill=\"none\" stroke=\"#22262a\" stroke-width=\"1.5\"/>", path);
    // One below the other, where a gate takes a value twice: the wire is short.
    List<Float> branch = circuit.branch(node, gate);
    double middle = (y + toY) / 2 + 4 - 8.0 * (branch.size() - 1);
    for (int i = 0; i < branch.size(); i++) {
      line(
          "<text x=\"%.1f\" y=\"%.1f\" font-size=\"12\" fill=\"#c62828\" stroke=\"#fff\""
              + " stroke-width=\"4\" paint-order=\"stroke\">%s</text>",
          (x + toX) / 2, middle + 16 * i, number(branch.get(i)));
    }
  }

  private static void bend(StringBuilder path, double x, double y, double toX, double toY) {
    double half = (x + toX) / 2;
    path.append(format(" C%.1f %.1f %.1f %.1f %.1f %.1f", half, y, half, toY, toX, toY));
  }

  private double x(Place place) {
    return LEFT + place.column * COLUMN;
  }

  private double y(Place place) {
    return TOP + (place.row - layout.top()) * ROW;
  }

  /** Two decimals as in the lectures, where they say something and fit on a wire. */
  static String number(float value) {
    if (!Float.isFinite(value)) {
      return Float.isNaN(value) ? "NaN" : value > 0 ? "∞" : "-∞";
    }
    boolean plain = value == 0 || Math.abs(value) >= 0.01 && Math.abs(value) < 1e5;
    return plain
        ? format(Math.abs(value) < 999.995 ? "%.2f" : "%.0f", value == 0 ? 0f : value)
        : format("%.1e", value).replaceFirst("e([+-])0?", "e$1").replace("e+", "e");
  }

  private void text(double x, double y, int size, String colour, String anchor, String text) {
    line(
        "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" fill=\"%s\" text-anchor=\"%s\">%s</text>",
        x, y, size, colour, anchor, escape(text));
  }

  private void line(String format, Object... values) {
    svg.append(format(format, values)).append('\n');
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
