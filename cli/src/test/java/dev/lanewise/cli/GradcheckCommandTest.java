package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lanewise.autograd.GradientCheck.Coordinate;
import dev.lanewise.autograd.GradientCheck.Finding;
import dev.lanewise.autograd.GradientCheck.Report;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.pattern.NetPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradcheckCommandTest {
  @TempDir Path folder;

  @Test
  void checksASmallNetAndDrawsTheErrors() throws IOException {
    Path svg = folder.resolve("v.svg");
    Result result = check(svg, "first.json", 1);
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().contains("187 parameters in 4 tensors, 3 images of 2 x 6 x 6"));
    assertTrue(result.out().contains("\ngradients agree: "), result.out());
    assertTrue(result.out().contains("\nnumeric   2 forward passes of "), result.out());
    String picture = Files.readString(svg);
    assertTrue(picture.startsWith("<svg"), picture);
    assertEquals(4 + 1, picture.split("<polyline", -1).length - 1, "tensors and their median");

    JsonNode facts = facts("first.json");
    assertTrue(facts.get("passed").booleanValue());
    assertEquals("conv1.weight", facts.get("tensors").get(0).get("tensor").textValue());
    assertEquals("[4,2,3,3]", facts.get("tensors").get(0).get("shape").toString());
    int looked = facts.get("compared").intValue();
    looked += facts.get("kinks").intValue() + facts.get("small").intValue();
    assertEquals(4 + 4 + 4 + 3, looked, "at most 4 of each tensor");
    double best = 1;
    for (JsonNode error : facts.get("medianErrors")) {
      best = Math.min(best, error.doubleValue());
    }
    assertTrue(facts.get("medianErrors").get(19).doubleValue() > 10 * best, "rounding");
    assertTrue(facts.get("medianErrors").get(0).doubleValue() > 10 * best, "curvature");
    double numeric = facts.get("times").get("numericSeconds").doubleValue();
    assertEquals(2 * 187 * facts.get("times").get("forwardSeconds").doubleValue(), numeric, 1e-9);
  }

  @Test
  void theSameSeedGivesTheSameTable() throws IOException {
    check(folder.resolve("a.svg"), "a.json", 1);
    check(folder.resolve("b.svg"), "b.json", 1);
    check(folder.resolve("c.svg"), "c.json", 2);
    assertEquals(facts("a.json"), facts("b.json"));
    assertEquals(
        Files.readString(folder.resolve("a.svg")), Files.readString(folder.resolve("b.svg")));
    assertFalse(facts("a.json").get("tensors").equals(facts("c.json").get("tensors")));
  }

  /** All but the times. */
  private JsonNode facts(String json) throws IOException {
    ObjectNode facts = (ObjectNode) new JsonMapper().readTree(folder.resolve(json).toFile());
    if (!json.equals("first.json")) {
      facts.remove("times");
    }
    return facts;
  }

  private Result check(Path svg, String json, long seed) {
    return Result.of(
        "gradcheck",
        "--net",
        "conv3-4 tanh pool2 fc-3 softmax",
        "--input",
        "2x6x6",
        "--batch",
        3,
        "--samples",
        4,
        "--seed",
        seed,
        "--out",
        svg,
        "--json",
        folder.resolve(json));
  }

  /** The score of a single class moves no loss. */
  @Test
  void failsIfItCannotTell() throws IOException {
    Path json = folder.resolve("facts.json");
    Result result =
        Result.of(
            "gradcheck", "--net", "fc-1 softmax", "--out", folder.resolve("v.svg"), "--json", json);
    assertEquals(1, result.exitCode(), result.toString());
    assertEquals("", result.err());
    assertTrue(result.out().contains("\nUNDECIDED, too much was skipped: 0 coord"), result.out());
    assertFalse(new JsonMapper().readTree(json.toFile()).get("passed").booleanValue());
  }

  @Test
  void saysWhetherGradientsAgree() {
    Network net = NetPattern.parse("fc-2 softmax").build(new int[] {1, 1, 1}, 1);
    Coordinate right = new Coordinate(0, 1, 2, 2.01, 0.005, 0.01);
    Coordinate wrong = new Coordinate(1, 0, 2, 3, 0.33, 0.01);
    Report agrees =
        new Report(List.of(new Finding(0, 2, 0, 0, right), new Finding(1, 0, 1, 1, null)));
    Report undecided =
        new Report(List.of(new Finding(0, 1, 1, 0, right), new Finding(1, 0, 1, 0, null)));
    Report differs = new Report(List.of(new Finding(1, 1, 1, 2, wrong)));
    assertTrue(agrees.passed());
    assertFalse(undecided.passed());
    assertFalse(differs.passed());
    assertTrue(new GradientTable(net, agrees).verdict().startsWith("gradients agree: 2 coord"));
    assertTrue(new GradientTable(net, undecided).verdict().startsWith("UNDECIDED"));
    GradientTable table = new GradientTable(net, differs);
    assertTrue(table.verdict().startsWith("gradients DIFFER: 1 "), table.verdict());
    assertTrue(table.text().contains("0.33    0.010  [0]  WRONG"), table.text());
  }
}
