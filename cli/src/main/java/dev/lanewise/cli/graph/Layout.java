package dev.lanewise.cli.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the nodes of a circuit are drawn: gates in columns, each right of all its inputs, and
 * inputs right before the first gate that takes them. A wire that passes a column has a place of
 * its own there, so that it meets nobody.
 */
final class Layout {
  /** The place of a node, or of a wire in a column that it passes. */
  static final class Place {
    final int column;
    double row;

    private Place(int column, double row) {
      this.column = column;
      this.row = row;
    }
  }

  private final Circuit circuit;
  private final Map<Node, Place> places = new HashMap<>();

  /** For each node and column it passes, one place whichever gates it goes to. */
  private final Map<Node, Map<Integer, Place>> passing = new HashMap<>();

  private final List<List<Place>> columns = new ArrayList<>();
  private double nextRow;

  Layout(Circuit circuit) {
    this.circuit = circuit;
    Map<Node, Integer> columnOf = columns(circuit);
    int last = columnOf.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    for (int c = 0; c <= last; c++) {
      columns.add(new ArrayList<>());
    }
    for (Node node : circuit.nodes()) {
      place(node, columnOf);
    }
    columns.forEach(Layout::spread);
  }

  private static Map<Node, Integer> columns(Circuit circuit) {
    Map<Node, Integer> columns = new HashMap<>();
    for (Node node : circuit.nodes()) {
      int column = 0;
      for (Node input : node.inputs()) {
        column = Math.max(column, columns.get(input) + 1);
      }
      columns.put(node, column);
    }
    for (Node node : circuit.nodes()) {
      if (!node.isGate()) {
        int first = circuit.consumers(node).stream().mapToInt(columns::get).min().orElseThrow();
        columns.put(node, first - 1);
      }
    }
    return columns;
  }

  /** Inputs one below the other in the order in which they are read, gates between theirs. */
  private void place(Node node, Map<Node, Integer> columnOf) {
    int column = columnOf.get(node);
    double row =
        node.isGate()
            ? node.inputs().stream().mapToDouble(i -> places.get(i).row).average().orElseThrow()
            : nextRow++;
    places.put(node, add(column, row));
    int end = circuit.consumers(node).stream().mapToInt(columnOf::get).max().orElse(column);
    Map<Integer, Place> passed = new HashMap<>();
    for (int c = column + 1; c < end; c++) {
      passed.put(c, add(c, row));
    }
    passing.put(node, passed);
  }

  private Place add(int column, double row) {
    Place place = new Place(column, row);
    columns.get(column).add(place);
    return place;
  }

  /** Moves places of a column that are less than a row apart. */
  private static void spread(List<Place> column) {
    column.sort(Comparator.comparingDouble(place -> place.row));
    for (int pass = 0; pass < 4 * column.size(); pass++) {
      for (int i = 1; i < column.size(); i++) {
        double lack = 1 - (column.get(i).row - column.get(i - 1).row);
        if (lack > 1e-9) {
          column.get(i - 1).row -= lack / 2;
          column.get(i).row += lack / 2;
        }
      }
    }
  }

  Place of(Node node) {
    return places.get(node);
  }

  /** From a node to a gate: where its wire goes through. */
  List<Place> wire(Node from, Node to) {
    List<Place> wire = new ArrayList<>();
    for (int c = of(from).column + 1; c < of(to).column; c++) {
      wire.add(passing.get(from).get(c));
    }
    return wire;
  }

  int width() {
    return columns.size();
  }

  double top() {
    return rows().min().orElseThrow();
  }

  double bottom() {
    return rows().max().orElseThrow();
  }

  private java.util.stream.DoubleStream rows() {
    return columns.stream().flatMap(List::stream).mapToDouble(place -> place.row);
  }
}
