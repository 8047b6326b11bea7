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
          Preset.CIFAR_SMALL, "7bb796eaca92316b6b887195da13ab1e260ad7f835ca4195c218d3a59c038583",
          Preset.VGG_SMALL, "5de2df5bcb92422fab2d24dd8e495857f4500beaf9e493707744d0f7eaace632",
          Preset.RESNET_SMALL, "ce29516dbb4ebfa7f916f9b16c7a0c78ea1976a8c1c9afc3cf36d1b6469b72a3");

  /** Of both recipes, which have the same net and differ in the length of the run only. */
  private static final String RECIPES =
      "75ea104ca5bb1d88538b8383915a512ef3d869ea9fc2000cb72409c3f4b00ac9";

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
