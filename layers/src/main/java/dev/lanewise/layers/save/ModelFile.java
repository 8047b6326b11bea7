package dev.lanewise.layers.save;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.lanewise.layers.BadInputException;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Normalisation;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.pattern.NetPattern;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained net as a safetensors file: one tensor per parameter and buffer, under its name, and in
 * the metadata what is needed to build and use the net: {@code lanewise.version}, {@code
 * lanewise.pattern}, and as JSON arrays {@code lanewise.inputShape}, {@code lanewise.classNames},
 * {@code lanewise.mean}, {@code lanewise.deviation}.
 */
public final class ModelFile {
  private static final String VERSION = "lanewise.version";
  private static final String CURRENT_VERSION = "1";
  private static final String PATTERN = "lanewise.pattern";
  private static final String INPUT_SHAPE = "lanewise.inputShape";
  private static final String CLASS_NAMES = "lanewise.classNames";
  private static final String MEAN = "lanewise.mean";
  private static final String DEVIATION = "lanewise.deviation";
  private static final JsonMapper JSON = new JsonMapper();

  private ModelFile() {}

  /**
   * Creates or replaces the file, atomically.
   *
   * @throws IOException if the disk refuses; an older file is then as it was
   */
  public static void save(Network network, Path file) throws IOException {
    new Safetensors(metadata(network), tensors(network)).write(file);
  }

  /**
   * @throws BadFileException if the file is missing, damaged, or no model of ours
   * @throws IOException if the disk fails
   */
  public static Network load(Path file) throws IOException {
    return network(file, Safetensors.read(file));
  }

  /** What the metadata says of a net. */
  public static Map<String, String> metadata(Network network) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(VERSION, CURRENT_VERSION);
    metadata.put(PATTERN, network.pattern());
    ArrayNode shape = JSON.createArrayNode();
    for (int size : network.inputShape()) {
      shape.add(size);
    }
    metadata.put(INPUT_SHAPE, shape.toString());
    ArrayNode names = JSON.createArrayNode();
    network.classNames().forEach(names::add);
    metadata.put(CLASS_NAMES, names.toString());
    metadata.put(MEAN, floats(network.normalisation().mean()).toString());
    metadata.put(DEVIATION, floats(network.normalisation().deviation()).toString());
    return metadata;
  }

  /** The parameters of a net, then its buffers, not copies. */
  public static List<NamedTensor> tensors(Network network) {
    List<NamedTensor> tensors = new ArrayList<>();
    for (Parameter parameter : network.state()) {
      float[] data = parameter.tensor().data();
      tensors.add(new NamedTensor(parameter.name(), parameter.tensor().shape(), data));
    }
    return tensors;
  }

  /**
   * The net that a file's metadata and tensors make; it must use all tensors.
   *
   * @throws BadFileException if they make none
   */
  public static Network network(Path file, Safetensors content) {
    Map<String, String> metadata = content.metadata();
    String version = string(file, metadata, VERSION);
    if (!version.equals(CURRENT_VERSION)) {
      throw new BadFileException(file, VERSION + " " + CURRENT_VERSION, version);
    }
    Network network;
    try {
      network =
          NetPattern.parse(string(file, metadata, PATTERN))
              .buildBlank(ints(file, metadata, INPUT_SHAPE))
              .withClassNames(strings(file, metadata, CLASS_NAMES))
              .withNormalisation(
                  new Normalisation(
                      floats(file, metadata, MEAN), floats(file, metadata, DEVIATION)));
    } catch (BadFileException e) {
      throw e;
    } catch (BadInputException | IllegalArgumentException e) {
      throw new BadFileException(file, "metadata that describes a net", e.getMessage(), e);
    }
    fill(file, network, content.tensors());
    return network;
  }

  private static void fill(Path file, Network network, List<NamedTensor> tensors) {
    Map<String, NamedTensor> unused = new LinkedHashMap<>();
    tensors.forEach(tensor -> unused.put(tensor.name(), tensor));
    for (Parameter parameter : network.state()) {
      int[] shape = parameter.tensor().shape();
      String expected = "tensor '" + parameter.name() + "' " + Arrays.toString(shape);
      NamedTensor tensor = unused.remove(parameter.name());
      if (tensor == null) {
        throw new BadFileException(file, expected, "none of that name");
      }
      if (!Arrays.equals(tensor.shape(), shape)) {
        throw new BadFileException(file, expected, Arrays.toString(tensor.shape()));
      }
      System.arraycopy(tensor.data(), 0, parameter.tensor().data(), 0, tensor.data().length);
    }
    if (!unused.isEmpty()) {
      throw new BadFileException(
          file, "only the tensors of " + network.pattern(), "also " + unused.keySet());
    }
  }

  private static String string(Path file, Map<String, String> metadata, String key) {
    String value = metadata.get(key);
    if (value == null) {
      throw new BadFileException(
          file, "a Lanewise model, with " + key + " in its metadata", "no such entry");
    }
    return value;
  }

  private static int[] ints(Path file, Map<String, String> metadata, String key) {
    List<Integer> values = new ArrayList<>();
    for (JsonNode node : array(file, metadata, key)) {
      if (!node.canConvertToInt() || !node.isIntegralNumber() || node.intValue() < 1) {
        throw new BadFileException(file, key + " of sizes above 0", metadata.get(key));
      }
      values.add(node.intValue());
    }
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private static float[] floats(Path file, Map<String, String> metadata, String key) {
    JsonNode array = array(file, metadata, key);
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      if (!array.get(i).isNumber()) {
        throw new BadFileException(file, key + " of numbers", metadata.get(key));
      }
      values[i] = (float) array.get(i).doubleValue();
    }
    return values;
  }

  private static List<String> strings(Path file, Map<String, String> metadata, String key) {
    List<String> values = new ArrayList<>();
    for (JsonNode node : array(file, metadata, key)) {
      if (!node.isTextual()) {
        throw new BadFileException(file, key + " of strings", metadata.get(key));
      }
      values.add(node.textValue());
    }
    return values;
  }

  private static JsonNode array(Path file, Map<String, String> metadata, String key) {
    String text = string(file, metadata, key);
    try {
      JsonNode node = JSON.readTree(text);
      if (node.isArray()) {
        return node;
      }
    } catch (JacksonException _) {
      // Refused below.
    }
    throw new BadFileException(file, key + " to be a JSON array", text);
  }

  /** As doubles, which JSON carries over exactly. */
  private static ArrayNode floats(float[] values) {
    ArrayNode array = JSON.createArrayNode();
    for (float value : values) {
      array.add((double) value);
    }
    return array;
  }
}
