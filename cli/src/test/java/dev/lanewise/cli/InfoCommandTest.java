package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lanewise.kernels.Backend;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoCommandTest {
  @TempDir Path folder;

  @Test
  void tellsPeopleAndMachinesTheSame() throws IOException {
    Path json = folder.resolve("info.json");
    Result info = Result.of("info", "--threads", 2, "--json", json);
    assertEquals(0, info.exitCode(), info.err());
    JsonNode facts = new JsonMapper().readTree(json.toFile());
    assertEquals(Backend.PLATFORM.vectorBits(), facts.get("vectorBits").intValue());
    assertEquals(Backend.PLATFORM.fma(), facts.get("fma").booleanValue());
    assertEquals(2, facts.get("threads").intValue());
    assertEquals(Backend.simd() ? "simd" : "reference", facts.get("kernels").textValue());
    for (String fact : new String[] {"jvm", "cpu", "kernels", "reason", "system"}) {
      assertTrue(info.out().contains(facts.get(fact).textValue()), fact);
    }
  }

  @Test
  void warnsOfMoreThreadsThanCores() {
    int cores = Runtime.getRuntime().availableProcessors();
    assertEquals("", Result.of("info", "--threads", cores).err());
    Result more = Result.of("info", "--threads", cores + 1);
    assertEquals(0, more.exitCode());
    assertEquals(
        "warning: --threads %d: more than this machine has cores (%d)%n"
            .formatted(cores + 1, cores),
        more.err());
    Result refused = Result.of("info", "--threads", cores + 1, "--kernels", "fast");
    assertEquals(2, refused.exitCode());
    assertEquals(
        "lanewise info: --kernels: expected simd or reference, actual fast%n".formatted(),
        refused.err());
  }
}
