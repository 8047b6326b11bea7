package dev.lanewise.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.layers.optim.UpdateRule;
import dev.lanewise.layers.pattern.NetPattern;
import dev.lanewise.layers.pattern.Preset;
import dev.lanewise.layers.train.Recipe;
import dev.lanewise.layers.train.Samples;
import dev.lanewise.layers.train.Trainer;
import dev.lanewise.layers.train.TrainingConfig;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two steps of training give the same weights for every preset, on every vector width and thread
 * count. The hashes are those of the scalar references ({@code -Dlanewise.kernels=reference}).
 */
class PresetBitsTest {
  private static final Map<Preset, String> SHA256 =
      Map.of(
          Preset.LENET5, "7580e081af6b9c3e5f48940df859c50e59746dd85925b8bdbc1913d09b83fd93",
          Preset.CIFAR_SMALL, "7e8b975e8e563ab7112547499cfb8c5ad86dc8a291654a4112cf932df498a7be",
          Preset.VGG_SMALL, "0432f4f13eb1e43dc1919bbc1eac7d7d4433dcf65f53bdf56dd0820c159e87c3",
          Preset.RESNET_SMALL, "7e61ff38e252db281ee83e1512167e5ca7d06fd339907da7e573abdcce7d5f18");

  /** Of both recipes, which have the same net and differ in the length of the run only. */
  private static final String RECIPES =
      "35c5fffd7401f9c6f1293a555593e1963a9d36fc08df6ad6337a8e93605fe011";

  @ParameterizedTest
  @EnumSource(Preset.class)
  void twoStepsGiveTheSameWeights(Preset preset) {
    for (int threads : new int[] {1, 3}) {
      Parallelism.ofThreads(threads)
          .run(() -> assertEquals(SHA256.get(preset), trained(preset), threads + " threads"));
    }
  }

  /** With the optimiser, the schedule and the augmentation of the recipe, and its batches of 2. */
  @ParameterizedTest
  @EnumSource(Recipe.class)
  void twoStepsOfARecipeToo(Recipe recipe) {
    TrainingConfig config = recipe.config().toBuilder().epochs(1).batch(2).build();
    for (int threads : new int[] {1, 3}) {
      Parallelism.ofThreads(threads)
          .run(
              () ->
                  assertEquals(
                      RECIPES,
                      trained(recipe.net(), new Ripples(3, 32), config),
                      threads + " threads"));
    }
  }

  private static String trained(Preset preset) {
    Samples samples =
        new Ripples(preset == Preset.LENET5 ? 1 : 3, preset == Preset.VGG_SMALL ? 16 : 32);
    TrainingConfig config =
        TrainingConfig.builder()
            .epochs(1)
            .batch(2)
            .optimizer(UpdateRule.NESTEROV)
            .learningRate(0.01f)
            .weightDecay(1e-3f)
            .seed(1)
            .build();
    return trained(preset.pattern(), samples, config);
  }

  private static String trained(String pattern, Samples samples, TrainingConfig config) {
    Network network = NetPattern.parse(pattern).build(samples.shape(), config.seed());
    try {
      new Trainer(network, samples, Optional.empty(), config).run();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return network.weightsSha256();
  }

  /** Four images. */
  private record Ripples(int channels, int side) implements Samples {
    @Override
    public int size() {
      return 4;
    }

    @Override
    public int[] shape() {
      return new int[] {channels, side, side};
    }

    @Override
    public int classes() {
      return 10;
    }

    @Override
    public void read(int index, float[] into, int offset) {
      for (int i = 0; i < channels * side * side; i++) {
        into[offset + i] = (i * (index + 3) * 37 % 101) / 101f;
      }
    }

    @Override
    public int label(int index) {
      return 3 * index % 10;
    }
  }
}
