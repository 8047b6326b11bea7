package dev.lanewise.layers.train;

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
 * The state of a run between two steps: net, optimiser, step, configuration, history, and with
 * patience the weights of the best epoch. As a file it is a model (see {@link ModelFile}) with more
 * tensors, like {@code optimizer/velocity/...} and {@code best/...}, and more metadata, {@code
 * training.*}; one file, so that its parts always belong together.
 */
public final class Checkpoint {
  private static final String OPTIMIZER = "optimizer/";
  private static final String BEST = "best/";

  private final Network network;
  private final TrainingConfig config;
  private final long step;
  private final int samples;
  private final long checksum;
  private final Totals totals;
  private final Map<String, List<float[]>> optimizerState;
  private final List<float[]> bestWeights;
  private final List<EpochResult> history;

  Checkpoint(
      Network network,
      TrainingConfig config,
      long step,
      int samples,
      long checksum,
      Totals totals,
      Map<String, List<float[]>> optimizerState,
      List<float[]> bestWeights,
      List<EpochResult> history) {
    this.network = network;
    this.config = config;
    this.step = step;
    this.samples = samples;
    this.checksum = checksum;
    this.totals = totals;
    this.optimizerState = optimizerState;
    this.bestWeights = bestWeights;
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

  /** Of the training data, as {@link Samples#checksum}. */
  long checksum() {
    return checksum;
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
    return new Checkpoint(
        network, longer, step, samples, checksum, totals, optimizerState, bestWeights, history);
  }

  /**
   * The epoch whose weights are the outcome: with patience the best one, by the accuracy on the
   * validation samples, otherwise the last.
   *
   * @throws java.util.NoSuchElementException if there is no epoch yet
   */
  public EpochResult outcome() {
    return bestWeights.isEmpty()
        ? history.getLast()
        : EarlyStopping.best(history, config.stepsPerEpoch(samples)).orElseThrow();
  }

  /**
   * Gives the net the weights of the {@link #outcome}. Where they are not the last ones the run can
   * no longer go on from this checkpoint.
   */
  public void restoreBest() {
    List<Parameter> state = network.state();
    for (int i = 0; i < bestWeights.size(); i++) {
      float[] data = state.get(i).tensor().data();
      System.arraycopy(bestWeights.get(i), 0, data, 0, data.length);
    }
  }

  /** As {@link EarlyStopping#weights}. */
  List<float[]> bestWeights() {
    return bestWeights;
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
    metadata.put("checksum", checksum);
    metadata.put("step", step);
    metadata.put("epochImages", totals.images());
    metadata.put("epochLoss", totals.loss());
    metadata.put("epochRight", totals.right());
    metadata.put("history", HistoryJson.write(history));
    List<NamedTensor> tensors = new ArrayList<>(ModelFile.tensors(network));
    List<Parameter> parameters = network.parameters();
    optimizerState.forEach(
        (name, arrays) -> {
          for (int i = 0; i < arrays.size(); i++) {
            int[] shape = parameters.get(i).tensor().shape();
            tensors.add(new NamedTensor(key(name, parameters.get(i)), shape, arrays.get(i)));
          }
        });
    tensors.addAll(bestTensors(BEST));
    new Safetensors(entries, tensors).write(file);
  }

  /**
   * Creates or replaces the file of the model, with the weights of the {@link #outcome},
   * atomically.
   *
   * @throws IOException if the disk refuses; an older file is then as it was
   */
  public void saveModel(Path file) throws IOException {
    List<NamedTensor> weights =
        bestWeights.isEmpty() ? ModelFile.tensors(network) : bestTensors("");
    new Safetensors(ModelFile.metadata(network), weights).write(file);
  }

  private List<NamedTensor> bestTensors(String prefix) {
    List<NamedTensor> tensors = new ArrayList<>();
    for (int i = 0; i < bestWeights.size(); i++) {
      Parameter parameter = network.state().get(i);
      int[] shape = parameter.tensor().shape();
      tensors.add(new NamedTensor(prefix + parameter.name(), shape, bestWeights.get(i)));
    }
    return tensors;
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
      if (tensor.name().startsWith(OPTIMIZER) || tensor.name().startsWith(BEST)) {
        others.put(tensor.name(), tensor);
      } else {
        weights.add(tensor);
      }
    }
    Network network = ModelFile.network(file, new Safetensors(content.metadata(), weights));
    Metadata metadata = new Metadata(file, content.metadata());
    TrainingConfig config = metadata.config();
    int samples = metadata.get("samples", Metadata::size);
    List<EpochResult> history = metadata.get("history", HistoryJson::read);
    Map<String, List<float[]>> optimizerState = optimizerState(file, network, config, others);
    boolean hasBest =
        config.patience() > 0
            && EarlyStopping.best(history, config.stepsPerEpoch(samples)).isPresent();
    List<float[]> bestWeights = hasBest ? bestWeights(file, network, others) : List.of();
    if (!others.isEmpty()) {
      throw new BadFileException(
          file, "only the state of " + config.optimizer(), "also " + others.keySet());
    }
    return new Checkpoint(
        network,
        config,
        metadata.get("step", Metadata::count),
        samples,
        metadata.get("checksum", Metadata::count),
        new Totals(
            metadata.get("epochImages", Metadata::count),
            metadata.get("epochLoss", Double::parseDouble),
            metadata.get("epochRight", Metadata::count)),
        optimizerState,
        bestWeights,
        history);
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
        arrays.add(take(file, key(name, parameter), parameter, saved));
      }
      state.put(name, arrays);
    }
    return state;
  }

  private static List<float[]> bestWeights(
      Path file, Network network, Map<String, NamedTensor> saved) {
    List<float[]> weights = new ArrayList<>();
    for (Parameter parameter : network.state()) {
      weights.add(take(file, BEST + parameter.name(), parameter, saved));
    }
    return weights;
  }

  /** Takes out an array of the size of a parameter. */
  private static float[] take(
      Path file, String key, Parameter parameter, Map<String, NamedTensor> saved) {
    int[] shape = parameter.tensor().shape();
    NamedTensor tensor = saved.remove(key);
    if (tensor == null || !Arrays.equals(tensor.shape(), shape)) {
      throw new BadFileException(
          file,
          "tensor '" + key + "' " + Arrays.toString(shape),
          tensor == null ? "none of that name" : Arrays.toString(tensor.shape()));
    }
    return tensor.data();
  }
}
