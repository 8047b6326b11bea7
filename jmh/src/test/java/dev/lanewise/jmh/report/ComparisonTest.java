package dev.lanewise.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final int SHAPES = 200;

  private final SplittableRandom random = new SplittableRandom(7);

  /** Everything 20 % slower, and 5 % of noise: that is the machine. */
  @Test
  void driftAndNoiseAreNoChange() {
    Comparison comparison = Comparison.of(report(1, i -> 100), report(1.2, i -> 100));
    assertEquals(1.2, comparison.drift(), 0.02);
    assertEquals(List.of(), comparison.changes());
    assertEquals(SHAPES, comparison.rows());
  }

  @Test
  void whatChangedIsNamed() {
    Comparison comparison =
        Comparison.of(report(1, i -> 100), report(1.2, i -> i == 3 ? 60 : i == 5 ? 150 : 100));
    assertEquals(
        List.of("3", "5"), comparison.changes().stream().map(c -> c.now().shape()).toList());
    assertEquals(100.0 / 60, comparison.changes().getFirst().ratio(), 0.15);
  }

  @Test
  void anotherMachineIsNamed() {
    Report old = report(1, i -> 100);
    Machine other = new Machine("new CPU", 1, 1, "", "", 1, "");
    Report now = new Report("", "", other, List.of(), old.rows(), Map.of(), Map.of(), List.of());
    assertEquals(List.of("CPU: , 1, now new CPU, 1"), Comparison.of(old, now).differences());
    assertEquals(List.of(), Comparison.of(old, old).differences());
  }

  /** Rows of ours alone tell nothing of the noise. */
  @Test
  void withoutControlsAnythingMayBeNoise() {
    Report old = report(1, i -> 100);
    List<Row> ours = old.rows().stream().filter(Row::ours).toList();
    Report alone =
        new Report("", "", old.machine(), List.of(), ours, Map.of(), Map.of(), List.of());
    var text = new ByteArrayOutputStream();
    Comparison.of(alone, alone).print(new PrintStream(text));
    assertTrue(text.toString().contains("any change may be noise"), text::toString);
  }

  private Report report(double machine, IntToDoubleFunction ours) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < SHAPES; i++) {
      rows.add(row(i, "lanewise", machine * noise() * ours.applyAsDouble(i)));
      rows.add(row(i, "peer", machine * noise() * 300));
    }
    Machine here = new Machine("", 1, 1, "", "", 1, "");
    return new Report("", "", here, List.of(), rows, Map.of(), Map.of(), List.of());
  }

  private double noise() {
    return 0.95 + 0.1 * random.nextDouble();
  }

  private static Row row(int shape, String impl, double us) {
    return new Row("gemm", "" + shape, "forward", impl, 1, us, 0.01 * us, us, 1, 1, 0, 1);
  }
}
