package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphCommandTest {
  @TempDir Path folder;

  @Test
  void drawsPrintsAndWritesFacts() throws IOException {
    Path svg = folder.resolve("graph.svg");
    Path json = folder.resolve("graph.json");
    Result result =
        Result.of("graph", "(x + y)*z", "x=-2", "y=5", "z=-4", "--out", svg, "--json", json);
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(Files.readString(svg).startsWith("<svg "));
    assertEquals(5 + 3, result.out().lines().count(), result.out());
    JsonNode facts = new JsonMapper().readTree(json.toFile());
    assertEquals(-12, facts.get("value").intValue());
    JsonNode product = facts.get("nodes").get(4);
    assertEquals("*", product.get("gate").textValue());
    assertEquals("[2,3]", product.get("inputs").toString());
    assertEquals(3, facts.get("nodes").get(3).get("gradient").intValue());
  }

  @Test
  void refusesWithoutWriting() {
    Path svg = folder.resolve("graph.svg");
    assertRefused(Result.of("graph", "x+1", "x=two", "--out", svg), "NAME=VALUE: expected a name");
    assertRefused(Result.of("graph", "x+1", "x=1", "x=2", "--out", svg), "x: expected one value");
    assertRefused(Result.of("graph", "x+", "x=1", "--out", svg), "expression, column 3: expected");
    assertRefused(
        Result.of("graph", "x+1", "x=1", "--out", folder),
        "expected a file for --out, found a folder");
    assertFalse(Files.exists(svg));
  }

  private static void assertRefused(Result result, String part) {
    assertEquals(2, result.exitCode(), result.toString());
    assertTrue(result.err().contains(part), result.err());
  }
}
