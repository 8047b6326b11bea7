package dev.lanewise.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a net is made of, layer by layer.
 *
 * @param inputShape [channels, height, width]
 * @param rows in the order of the layers
 */
public record Summary(int[] inputShape, List<Row> rows) {
  /**
   * One layer, for one input.
   *
   * @param parameters for a convolution (F*F*D + 1)*K: K filters over D channels, and their biases
   * @param multiplyAdds counts only products with weights
   */
  public record Row(
      String name, String description, int[] outputShape, long parameters, long multiplyAdds) {}

  static Summary of(Network network) {
    List<Row> rows = new ArrayList<>();
    int[] shape = network.inputShape();
    for (Sequential.Named named : network.layers().layers()) {
      Layer layer = named.layer();
      int[] output = layer.outputShape(shape);
      long parameters = layer.parameters().stream().mapToLong(p -> p.tensor().size()).sum();
      rows.add(
          new Row(named.name(), layer.describe(), output, parameters, layer.multiplyAdds(shape)));
      shape = output;
    }
    return new Summary(network.inputShape(), rows);
  }

  /** Of all layers. */
  public long parameters() {
    return rows.stream().mapToLong(Row::parameters).sum();
  }

  /** Of all layers, for one input. */
  public long multiplyAdds() {
    return rows.stream().mapToLong(Row::multiplyAdds).sum();
  }

  /**
   * A table for people: layer, what it is, output shape, parameters, multiply-adds; totals below.
   */
  @Override
  public String toString() {
    List<String[]> lines = new ArrayList<>();
    lines.add(new String[] {"layer", "", "output", "parameters", "multiply-adds"});
    lines.add(new String[] {"input", "", Shapes.text(inputShape), "", ""});
    for (Row row : rows) {
      lines.add(
          new String[] {
            row.name,
            row.description,
            Shapes.text(row.outputShape),
            count(row.parameters),
            count(row.multiplyAdds)
          });
    }
    lines.add(new String[] {"total", "", "", full(parameters()), full(multiplyAdds())});
    int[] widths = new int[5];
    for (String[] line : lines) {
      for (int i = 0; i < line.length; i++) {
        widths[i] = Math.max(widths[i], line[i].length());
      }
    }
    String format = "%%-%ds  %%-%ds  %%-%ds  %%%ds  %%%ds";
    format = format.formatted(widths[0], Math.max(1, widths[1]), widths[2], widths[3], widths[4]);
    StringBuilder table = new StringBuilder();
    for (String[] line : lines) {
      table.append(format.formatted((Object[]) line).stripTrailing()).append('\n');
    }
    return table.toString();
  }

  /** Layers without weights leave their cell empty. */
  private static String count(long value) {
    return value == 0 ? "" : full(value);
  }

  private static String full(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
