package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.layers.Network;
import dev.lanewise.layers.pattern.NetPattern;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecipeTest {

  @ParameterizedTest
  @EnumSource(Recipe.class)
  void fitsCifar10(Recipe recipe) {
    Network net = NetPattern.parse(recipe.net()).buildBlank(new int[] {3, 32, 32});

    assertEquals(10, net.classes());
    assertEquals(Optional.of(recipe), Recipe.named(recipe.toString()));
  }

  @ParameterizedTest
  @EnumSource(Recipe.class)
  void costsWhatItsDescriptionSays(Recipe recipe) {
    Network net = NetPattern.parse(recipe.net()).buildBlank(new int[] {3, 32, 32});

    assertEquals(39, Math.round(1e-6 * net.summary().multiplyAdds()));
  }

  @Test
  void knowsNoOthers() {
    assertEquals(Optional.empty(), Recipe.named("cifar10-slow"));
  }
}
