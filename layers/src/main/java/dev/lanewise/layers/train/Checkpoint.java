package dev.lanewise.layers.train;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.optim.Schedule;
import dev.lanewise.layers.save.BadFileException;
import dev.lanewise.layers.save.ModelFile;
import dev.lanewise.layers.save.NamedTensor;
import dev.lanewise.layers.save.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The state of a run between two steps: net, velocities, step, configuration and history. As a file
 * it is a model (see {@link ModelFile}) with more tensors, {@code velocity/...}, and more metadata,
 * {@code training.*}; one file, so that its parts always belong together.
 */
public final class Checkpoint {
  private static final String VELOCITY = "velocity/";
  private static final String STEP = "training.step";
  private static final String HISTORY = "training.history";
  private static final JsonMapper JSON = new JsonMapper();

  private final Network network;
  private final TrainingConfig config;
  private final long step;
  private final int samples;
  private final Totals totals;
  private final List<float[]> velocities;
  private final List<EpochResult> history;

  Checkpoint(
      Network network,
      TrainingConfig config,
      long step,
      int samples,
      Totals totals,
      List<float[]> velocities,
      List<EpochResult> history) {
    this.network = network;
    this.config = config;
    this.step = step;
    this.samples = samples;
    this.totals = totals;
    this.velocities = velocities;
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
    return new Checkpoint(network, longer, step, samples, totals, velocities, history);
  }

  Totals totals() {
    return totals;
  }

  List<float[]> velocities() {
    return velocities;
  }

  /**
   * Creates or replaces the file, atomically.
   *
   * @throws IOException if the disk refuses; an older file is then as it was
   */
  public void save(Path file) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>(ModelFile.metadata(network));
    metadata.put("training.epochs", String.valueOf(config.epochs()));
    metadata.put("training.batch", String.valueOf(config.batch()));
    metadata.put("training.learningRate", String.valueOf(config.learningRate()));
    metadata.put("training.schedule", config.schedule().name());
    metadata.put("training.momentum", String.valueOf(config.momentum()));
    metadata.put("training.nesterov", String.valueOf(config.nesterov()));
    metadata.put("training.weightDecay", String.valueOf(config.weightDecay()));
    metadata.put("training.seed", String.valueOf(config.seed()));
    metadata.put("training.maxBatches", String.valueOf(config.maxBatches()));
    metadata.put("training.samples", String.valueOf(samples));
    metadata.put(STEP, String.valueOf(step));
    metadata.put("training.epochImages", String.valueOf(totals.images()));
    metadata.put("training.epochLoss", String.valueOf(totals.loss()));
    metadata.put("training.epochRight", String.valueOf(totals.right()));
    metadata.put(HISTORY, historyJson().toString());
    List<NamedTensor> weights = ModelFile.tensors(network);
    List<NamedTensor> tensors = new ArrayList<>(weights);
    for (int i = 0; i < velocities.size(); i++) {
      NamedTensor weight = weights.get(i);
      tensors.add(new NamedTensor(VELOCITY + weight.name(), weight.shape(), velocities.get(i)));
    }
    new Safetensors(metadata, tensors).write(file);
  }

  /**
   * @throws BadFileException if the file is missing, damaged, or no checkpoint of ours
   * @throws IOException if the disk fails
   */
  public static Checkpoint load(Path file) throws IOException {
    Safetensors content = Safetensors.read(file);
    Map<String, String> metadata = content.metadata();
    if (!metadata.containsKey(STEP)) {
      throw new BadFileException(file, "a checkpoint of a training run", "no " + STEP + " in it");
    }
    List<NamedTensor> weights = new ArrayList<>();
    Map<String, NamedTensor> velocities = new HashMap<>();
    for (NamedTensor tensor : content.tensors()) {
      if (tensor.name().startsWith(VELOCITY)) {
        velocities.put(tensor.name().substring(VELOCITY.length()), tensor);
      } else {
        weights.add(tensor);
      }
    }
    Network network = ModelFile.network(file, new Safetensors(metadata, weights));
    Fields fields = new Fields(file, metadata);
    TrainingConfig config = config(fields);
    return new Checkpoint(
        network,
        config,
        fields.get(STEP, Checkpoint::count),
        fields.get("training.samples", Integer::parseInt),
        new Totals(
            fields.get("training.epochImages", Checkpoint::count),
            fields.get("training.epochLoss", Double::parseDouble),
            fields.get("training.epochRight", Checkpoint::count)),
        velocities(file, network, config, velocities),
        history(fields));
  }

  private static TrainingConfig config(Fields fields) {
    int epochs = fields.get("training.epochs", Integer::parseInt);
    int batch = fields.get("training.batch", Integer::parseInt);
    float learningRate = fields.get("training.learningRate", Float::parseFloat);
    Schedule schedule = fields.get("training.schedule", Schedule::valueOf);
    float momentum = fields.get("training.momentum", Float::parseFloat);
    boolean nesterov = fields.get("training.nesterov", Boolean::parseBoolean);
    float weightDecay = fields.get("training.weightDecay", Float::parseFloat);
    long seed = fields.get("training.seed", Long::parseLong);
    long maxBatches = fields.get("training.maxBatches", Long::parseLong);
    try {
      return new TrainingConfig(
          epochs, batch, learningRate, schedule, momentum, nesterov, weightDecay, seed, maxBatches);
    } catch (IllegalArgumentException e) {
      throw new BadFileException(
          fields.file, "a training configuration that makes sense", e.getMessage(), e);
    }
  }

  private static List<float[]> velocities(
      Path file, Network network, TrainingConfig config, Map<String, NamedTensor> saved) {
    List<float[]> velocities = new ArrayList<>();
    if (config.momentum() > 0) {
      for (NamedTensor weight : ModelFile.tensors(network)) {
        NamedTensor velocity = saved.remove(weight.name());
        if (velocity == null || !Arrays.equals(velocity.shape(), weight.shape())) {
          throw new BadFileException(
              file,
              "tensor '" + VELOCITY + weight.name() + "' " + Arrays.toString(weight.shape()),
              velocity == null ? "none of that name" : Arrays.toString(velocity.shape()));
        }
        velocities.add(velocity.data());
      }
    }
    if (!saved.isEmpty()) {
      throw new BadFileException(file, "velocities of weights only", "also " + saved.keySet());
    }
    return velocities;
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

  private static List<EpochResult> history(Fields fields) {
    List<EpochResult> history = new ArrayList<>();
    for (JsonNode result : fields.get(HISTORY, Checkpoint::array)) {
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

  private static long count(String text) {
    long count = Long.parseLong(text);
    if (count < 0) {
      throw new IllegalArgumentException("below 0");
    }
    return count;
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

  /** The metadata of one file. */
  private record Fields(Path file, Map<String, String> metadata) {
    <T> T get(String key, Function<String, T> parse) {
      String text = metadata.get(key);
      try {
        if (text != null) {
          return parse.apply(text);
        }
      } catch (IllegalArgumentException _) {
        // Refused below.
      }
      throw new BadFileException(
          file, key + " in its metadata", text == null ? "no such entry" : text);
    }
  }
}
