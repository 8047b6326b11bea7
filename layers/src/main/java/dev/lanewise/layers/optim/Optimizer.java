package dev.lanewise.layers.optim;

import dev.lanewise.autograd.Tensor;
import dev.lanewise.layers.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Moves parameters against their gradients. A step reads and writes each parameter tensor once,
 * together with what the rule remembers of it, its state.
 *
 * <p>Weight decay concerns weights (two axes and more); biases and the like are left alone, as they
 * do not multiply the data.
 */
public abstract sealed class Optimizer permits Sgd, AdaGrad, RmsProp, Adam {
  private final List<Parameter> parameters;
  private final float weightDecay;
  private final Map<String, List<float[]>> state = new LinkedHashMap<>();
  private long steps;

  Optimizer(List<Parameter> parameters, float weightDecay) {
    requireNotNegative("weight decay", weightDecay);
    this.parameters = List.copyOf(parameters);
    this.weightDecay = weightDecay;
  }

  /** Moves one parameter tensor, the {@code i}th. */
  abstract void update(int i, float rate, float scale, float decay, float[] x, float[] gradient);

  /** A part of the state, zeros at first: one array per parameter, of its size. */
  final List<float[]> remember(String name) {
    List<float[]> arrays = new ArrayList<>();
    parameters.forEach(parameter -> arrays.add(new float[parameter.tensor().size()]));
    state.put(name, Collections.unmodifiableList(arrays));
    return arrays;
  }

  /** As {@link #step(float, float)} with gradients as they are. */
  public final void step(float rate) {
    step(rate, 1);
  }

  /**
   * Moves all parameters that have a gradient; gradients stay as they are.
   *
   * @param rate learning rate
   * @param scale what gradients are multiplied with on the way, see {@link GradientNorm#clip}
   * @throws IllegalArgumentException if the rate is negative, infinite or NaN; nothing has moved
   */
  public final void step(float rate, float scale) {
    requireNotNegative("rate", rate);
    steps++;
    for (int i = 0; i < parameters.size(); i++) {
      Tensor tensor = parameters.get(i).tensor();
      float[] gradient = tensor.grad();
      if (gradient != null) {
        float decay = tensor.rank() > 1 ? weightDecay : 0;
        update(i, rate, scale, decay, tensor.data(), gradient);
      }
    }
  }

  private static void requireNotNegative(String name, float value) {
    if (!(value >= 0 && value < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + ": expected a finite number of at least 0, actual " + value);
    }
  }

  /** Forgets the gradients of all parameters. */
  public final void zeroGrad() {
    for (int i = 0; i < parameters.size(); i++) {
      parameters.get(i).tensor().zeroGrad();
    }
  }

  /** Steps made so far. */
  public final long steps() {
    return steps;
  }

  /**
   * What is remembered of the parameters: by name, one array per parameter, of its size. Not
   * copies: together with {@link #steps} it is all that {@link #restore} needs.
   */
  public final Map<String, List<float[]>> state() {
    return Collections.unmodifiableMap(state);
  }

  /**
   * Goes on where another optimiser of the same kind and parameters was.
   *
   * @throws IllegalArgumentException if the state is that of another kind
   */
  public final void restore(long steps, Map<String, List<float[]>> saved) {
    if (!saved.keySet().equals(state.keySet())) {
      throw new IllegalArgumentException(
          "state: expected %s, actual %s".formatted(state.keySet(), saved.keySet()));
    }
    this.steps = steps;
    state.forEach(
        (name, arrays) -> {
          for (int i = 0; i < arrays.size(); i++) {
            float[] array = arrays.get(i);
            System.arraycopy(saved.get(name).get(i), 0, array, 0, array.length);
          }
        });
  }
}
