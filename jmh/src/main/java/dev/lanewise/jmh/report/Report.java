package dev.lanewise.jmh.report;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All that a run found out.
 *
 * @param date ISO 8601
 * @param settings how it measured, for people
 * @param why the reason for each shape
 * @param versions of who was measured
 * @param notTimed what is missing, and why
 */
public record Report(
    String date,
    String settings,
    Machine machine,
    List<Limits> limits,
    List<Row> rows,
    Map<String, String> why,
    Map<String, String> versions,
    List<String> notTimed) {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .setDefaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL));

  /** A line for each row, so that two reports can be told apart line by line. */
  public String json() {
    return JSON.<JsonNode>valueToTree(this)
        .propertyStream()
        .map(field -> "\"" + field.getKey() + "\":" + lines(field.getValue()))
        .collect(Collectors.joining(",\n", "{", "}\n"));
  }

  private static String lines(JsonNode value) {
    return value.isArray() && !value.isEmpty()
        ? value
            .valueStream()
            .map(JsonNode::toString)
            .collect(Collectors.joining(",\n", "[\n", "\n]"))
        : value.toString();
  }

  /**
   * @throws IOException if there is no such file, or it holds no report; the message names it, and
   *     the place in it where it goes wrong
   */
  public static Report read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw none(file, "a folder", null);
    }
    byte[] json = bytes(file);
    try {
      Report report = JSON.readValue(json, Report.class);
      if (report == null
          || report.limits.isEmpty()
          || report.rows.isEmpty()
          || report.limits.stream().anyMatch(l -> l.bandwidth().isEmpty())) {
        throw none(file, "nothing measured", null);
      }
      return report;
    } catch (JacksonException e) {
      throw none(file, json.length == 0 ? "nothing" : wrong(e), e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      String reason =
          switch (e) {
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException other -> other.getReason();
            default -> e.getMessage();
          };
      throw new IOException(file + ": " + reason, e);
    }
  }

  private static IOException none(Path file, String found, IOException cause) {
    return new IOException(file + ": expected a report of lanewise bench, found " + found, cause);
  }

  private static String wrong(JacksonException e) {
    boolean broken =
        e instanceof StreamReadException || e.getCause() instanceof StreamReadException;
    JsonLocation place = e.getLocation(); // null where one of Jackson's limits was met
    return (broken ? "broken" : "other")
        + " JSON"
        + (place == null
            ? ""
            : " at line %d, column %d".formatted(place.getLineNr(), place.getColumnNr()));
  }
}
