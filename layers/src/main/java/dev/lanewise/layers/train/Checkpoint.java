package dev.lanewise.layers.train;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.save.BadFileException;
import dev.lanewise.layers.save.ModelFile;
import dev.lanewise.layers.save.NamedTensor;
import dev.lanewise.layers.save.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of a run between two steps: net, optimiser, step, configuration and history. As a file
 * it is a model (see {@link ModelFile}) with more tensors, like {@code optimizer/velocity/...}, and
 * more metadata, {@code training.*}; one file, so that its parts always belong together.
 */
public final class Checkpoint {
  private static final String OPTIMIZER = "optimizer/";
  private static final JsonMapper JSON = new JsonMapper();

  private final Network network;
  private final TrainingConfig config;
  private final long step;
  private final int samples;
  private final Totals totals;
  private final Map<String, List<float[]>> optimizerState;
  private final List<EpochResult> history;

  Checkpoint(
      Network network,
      TrainingConfig config,
      long step,
      int samples,
      Totals totals,
      Map<String, List<float[]>> optimizerState,
      List<EpochResult> history) {
    this.network = network;
    this.config = config;
    this.step = step;
    this.samples = samples;
    this.totals = totals;
    this.optimizerState = optimizerState;
    this.history = history;
  }

  public Network network() {
    return network;
  }

  public TrainingConfig config() {
    return config;
  }

  /** Steps made so far. */
  public long step() {
    return step;
  }

  /** Images in the training data. */
  public int samples() {
    return samples;
  }

  /** One line per epoch so far. */
  public List<EpochResult> history() {
    return history;
  }

  /**
   * The same state in a run of another length. With a schedule other than the constant one,
   * learning rates from here on are those of the new length.
   */
  public Checkpoint withLength(int epochs, long maxBatches) {
    TrainingConfig longer = config.toBuilder().epochs(epochs).maxBatches(maxBatches).build();
    return new Checkpoint(network, longer, step, samples, totals, optimizerState, history);
  }

  Totals totals() {
    return totals;
  }

  /** As {@link Optimizer#state}. */
  Map<String, List<float[]>> optimizerState() {
    return optimizerState;
  }

  /**
   * Creates or replaces the file, atomically.
   *
   * @throws IOException if the disk refuses; an older file is then as it was
   */
  public void save(Path file) throws IOException {
    Map<String, String> entries = new LinkedHashMap<>(ModelFile.metadata(network));
    Metadata metadata = new Metadata(file, entries);
    metadata.putConfig(config);
    metadata.put("samples", samples);
    metadata.put("step", step);
    metadata.put("epochImages", totals.images());
    metadata.put("epochLoss", totals.loss());
    metadata.put("epochRight", totals.right());
    metadata.put("history", historyJson());
    List<NamedTensor> tensors = new ArrayList<>(ModelFile.tensors(network));
    List<Parameter> parameters = network.parameters();
    optimizerState.forEach(
        (name, arrays) -> {
          for (int i = 0; i < arrays.size(); i++) {
            int[] shape = parameters.get(i).tensor().shape();
            tensors.add(new NamedTensor(key(name, parameters.get(i)), shape, arrays.get(i)));
          }
        });
    new Safetensors(entries, tensors).write(file);
  }

  /**
   * @throws BadFileException if the file is missing, damaged, or no checkpoint of ours
   * @throws IOException if the disk fails
   */
  public static Checkpoint load(Path file) throws IOException {
    Safetensors content = Safetensors.read(file);
    if (!content.metadata().containsKey("training.step")) {
      throw new BadFileException(file, "a checkpoint of a training run", "no training.step in it");
    }
    List<NamedTensor> weights = new ArrayList<>();
    Map<String, NamedTensor> others = new LinkedHashMap<>();
    for (NamedTensor tensor : content.tensors()) {
      if (tensor.name().startsWith(OPTIMIZER)) {
        others.put(tensor.name(), tensor);
      } else {
        weights.add(tensor);
      }
    }
    Network network = ModelFile.network(file, new Safetensors(content.metadata(), weights));
    Metadata metadata = new Metadata(file, content.metadata());
    TrainingConfig config = metadata.config();
    return new Checkpoint(
        network,
        config,
        metadata.get("step", Metadata::count),
        metadata.get("samples", Integer::parseInt),
        new Totals(
            metadata.get("epochImages", Metadata::count),
            metadata.get("epochLoss", Double::parseDouble),
            metadata.get("epochRight", Metadata::count)),
        optimizerState(file, network, config, others),
        history(metadata));
  }

  private static String key(String name, Parameter parameter) {
    return OPTIMIZER + name + "/" + parameter.name();
  }

  private static Map<String, List<float[]>> optimizerState(
      Path file, Network network, TrainingConfig config, Map<String, NamedTensor> saved) {
    List<Parameter> parameters = network.parameters();
    Map<String, List<float[]>> state = new LinkedHashMap<>();
    for (String name : config.optimizer(parameters).state().keySet()) {
      List<float[]> arrays = new ArrayList<>();
      for (Parameter parameter : parameters) {
        int[] shape = parameter.tensor().shape();
        String key = key(name, parameter);
        NamedTensor tensor = saved.remove(key);
        if (tensor == null || !Arrays.equals(tensor.shape(), shape)) {
          throw new BadFileException(
              file,
              "tensor '" + key + "' " + Arrays.toString(shape),
              tensor == null ? "none of that name" : Arrays.toString(tensor.shape()));
        }
        arrays.add(tensor.data());
      }
      state.put(name, arrays);
    }
    if (!saved.isEmpty()) {
      throw new BadFileException(
          file, "only the state of " + config.optimizer(), "also " + saved.keySet());
    }
    return state;
  }

  private ArrayNode historyJson() {
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
    return array;
  }

  private static List<EpochResult> history(Metadata metadata) {
    List<EpochResult> history = new ArrayList<>();
    for (JsonNode result : metadata.get("history", Checkpoint::array)) {
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
