package dev.lanewise.layers.save;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The header of a safetensors file, checked. Entries are in the order of their data. */
record SafetensorsHeader(Map<String, String> metadata, List<Entry> entries) {
  /** One tensor: {@code floats} is the product of its shape. */
  record Entry(String name, int[] shape, int floats, long begin, long end) {}

  private static final String METADATA = "__metadata__";
  private static final String DTYPE = "F32";

  /** The limit of the format's reference implementation. */
  private static final int MAX_HEADER_BYTES = 100_000_000;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Length, JSON and spaces up to a multiple of 8 bytes, so that the data is aligned. */
  static byte[] encode(Map<String, String> metadata, List<NamedTensor> tensors) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode strings = root.putObject(METADATA);
    metadata.forEach(strings::put);
    long offset = 0;
    for (NamedTensor tensor : tensors) {
      ObjectNode entry = root.putObject(tensor.name()).put("dtype", DTYPE);
      ArrayNode shape = entry.putArray("shape");
      for (int size : tensor.shape()) {
        shape.add(size);
      }
      long end = offset + (long) tensor.data().length * Float.BYTES;
      entry.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json;
    try {
      json = JSON.writeValueAsBytes(root);
    } catch (JacksonException e) {
      throw new IllegalStateException(e);
    }
    byte[] padded = new byte[Math.ceilDiv(json.length, 8) * 8];
    Arrays.fill(padded, (byte) ' ');
    System.arraycopy(json, 0, padded, 0, json.length);
    return ByteBuffer.allocate(Long.BYTES + padded.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(padded.length)
        .put(padded)
        .array();
  }

  /** Reads and checks the header; the channel then stands at the first byte of data. */
  static SafetensorsHeader read(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < Long.BYTES) {
      throw bad(file, "a safetensors file of at least 8 bytes", size + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    Safetensors.readAll(channel, bytes);
    long length = bytes.flip().getLong();
    long limit = Math.min(size - Long.BYTES, MAX_HEADER_BYTES);
    if (length < 2 || length > limit) {
      throw bad(
          file,
          "a safetensors file with a header of 2 to " + limit + " bytes",
          "a header length of " + Long.toUnsignedString(length));
    }
    byte[] json = new byte[(int) length];
    Safetensors.readAll(channel, ByteBuffer.wrap(json));
    return parse(file, json, size - Long.BYTES - length);
  }

  private static SafetensorsHeader parse(Path file, byte[] json, long dataBytes)
      throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JacksonException e) {
      throw new BadFileException(
          file, "a safetensors file with a JSON header", broken(e.getLocation()), e);
    }
    if (!root.isObject()) {
      throw bad(file, "a header that is a JSON object", root.getNodeType().toString());
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : root.properties()) {
      if (property.getKey().equals(METADATA)) {
        readMetadata(file, property.getValue(), metadata);
      } else {
        entries.add(readEntry(file, property.getKey(), property.getValue()));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    checkTiling(file, entries, dataBytes);
    return new SafetensorsHeader(metadata, entries);
  }

  /** Null where one of Jackson's limits, of nesting or of length, was met. */
  private static String broken(JsonLocation place) {
    return place == null
        ? "JSON that is nested too deep, or with too long a name or number"
        : "broken JSON at line %d, column %d".formatted(place.getLineNr(), place.getColumnNr());
  }

  private static void readMetadata(Path file, JsonNode node, Map<String, String> metadata) {
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      if (!property.getValue().isTextual()) {
        throw bad(
            file, METADATA + " '" + property.getKey() + "' to be a string", property.getValue());
      }
      metadata.put(property.getKey(), property.getValue().textValue());
    }
  }

  private static Entry readEntry(Path file, String name, JsonNode node) {
    String tensor = "tensor '" + name + "' ";
    if (!node.path("dtype").asText().equals(DTYPE)) {
      throw bad(file, tensor + "with dtype " + DTYPE, node.path("dtype"));
    }
    JsonNode sizes = node.path("shape");
    JsonNode offsets = node.path("data_offsets");
    if (!sizes.isArray() || !isCounts(sizes) || !isCounts(offsets) || offsets.size() != 2) {
      throw bad(file, tensor + "with a shape and two data_offsets", node);
    }
    int[] shape = new int[sizes.size()];
    long floats = 1;
    for (int i = 0; i < shape.length; i++) {
      long size = sizes.get(i).longValue();
      if (size > Integer.MAX_VALUE || floats * size > Integer.MAX_VALUE) {
        throw bad(file, tensor + "of at most " + Integer.MAX_VALUE + " floats", sizes);
      }
      shape[i] = (int) size;
      floats *= size;
    }
    long begin = offsets.get(0).longValue();
    long end = offsets.get(1).longValue();
    if (end - begin != floats * Float.BYTES) {
      throw bad(
          file,
          tensor + "of shape " + sizes + " to fill " + floats * Float.BYTES + " bytes",
          "data_offsets " + offsets);
    }
    return new Entry(name, shape, (int) floats, begin, end);
  }

  /** The data of the tensors follows without overlap or gap and ends with the file. */
  private static void checkTiling(Path file, List<Entry> entries, long dataBytes) {
    long end = 0;
    for (Entry entry : entries) {
      if (entry.begin != end) {
        throw bad(
            file,
            "tensor '" + entry.name + "' to begin at byte " + end + " of the data",
            "byte " + entry.begin + (entry.begin < end ? " (overlap)" : " (gap)"));
      }
      end = entry.end;
    }
    if (end != dataBytes) {
      throw bad(
          file,
          end + " bytes of data after the header",
          dataBytes + (dataBytes < end ? " (the file is cut off)" : ""));
    }
  }

  private static boolean isCounts(JsonNode array) {
    for (JsonNode value : array) {
      if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
        return false;
      }
    }
    return array.isArray();
  }

  private static BadFileException bad(Path file, String expected, Object found) {
    String text = String.valueOf(found);
    return new BadFileException(
        file,
        expected,
        text.isEmpty() ? "nothing" : text.substring(0, Math.min(text.length(), 200)));
  }
}
