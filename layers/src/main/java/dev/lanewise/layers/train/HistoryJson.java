package dev.lanewise.layers.train;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;

/** A run's history as a JSON array. */
final class HistoryJson {
  private static final JsonMapper JSON = new JsonMapper();

  private HistoryJson() {}

  static String write(List<EpochResult> history) {
    ArrayNode array = JSON.createArrayNode();
    for (EpochResult result : history) {
      array
          .addObject()
          .put("epoch", result.epoch())
          .put("step", result.step())
          .put("trainLoss", result.trainLoss())
          .put("trainAccuracy", result.trainAccuracy())
          .put("validationLoss", result.validationLoss())
          .put("validationAccuracy", result.validationAccuracy())
          .put("seconds", result.seconds())
          .put("imagesPerSecond", result.imagesPerSecond());
    }
    return array.toString();
  }

  /**
   * @throws IllegalArgumentException if it is no JSON array
   */
  static List<EpochResult> read(String text) {
    List<EpochResult> history = new ArrayList<>();
    for (JsonNode result : array(text)) {
      history.add(
          new EpochResult(
              result.path("epoch").asInt(),
              result.path("step").asLong(),
              result.path("trainLoss").asDouble(),
              result.path("trainAccuracy").asDouble(),
              result.path("validationLoss").asDouble(Double.NaN),
              result.path("validationAccuracy").asDouble(Double.NaN),
              result.path("seconds").asDouble(),
              result.path("imagesPerSecond").asDouble()));
    }
    return List.copyOf(history);
  }

  private static JsonNode array(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      if (node.isArray()) {
        return node;
      }
    } catch (JacksonException _) {
      // Refused below.
    }
    throw new IllegalArgumentException("not a JSON array");
  }
}
