package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescentCommandTest {
  @TempDir Path folder;

  @Test
  void everyOptimizerArrivesAndMomentumBeatsPlainDescent() throws Exception {
    Path svg = folder.resolve("descent.svg");
    Path json = folder.resolve("descent.json");
    Path schedules = folder.resolve("schedules.svg");
    Result result = Result.of("descent", "--out", svg, "--schedules", schedules, "--json", json);
    assertEquals(0, result.exitCode(), result.err());
    Map<String, Integer> steps = new HashMap<>();
    for (JsonNode row : new JsonMapper().readTree(json.toFile())) {
      // Decay moves the point of rest: with it, the least loss is not reached.
      double least = row.get("optimizer").textValue().startsWith("AdamW") ? 1e-2 : 1e-3;
      assertTrue(row.get("loss").doubleValue() <= least, row::toString);
      steps.put(
          row.get("surface").textValue() + " " + row.get("optimizer").textValue(),
          row.get("steps").intValue());
    }
    assertEquals(21, steps.size());
    for (String surface : new String[] {"ravine", "beale", "saddle"}) {
      int plain = steps.get(surface + " gradient descent");
      int momentum = steps.get(surface + " momentum");
      assertTrue(momentum < plain && steps.get(surface + " Nesterov") < momentum, steps::toString);
    }
    assertEquals(21, lines(svg));
    assertEquals(4, lines(schedules));
    assertTrue(Files.size(svg) < 400_000);
    assertEquals(2, Result.of("descent", "--out", folder).exitCode());
  }

  private static int lines(Path svg) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(svg.toFile())
        .getElementsByTagName("polyline")
        .getLength();
  }
}
