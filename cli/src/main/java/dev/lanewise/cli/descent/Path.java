package dev.lanewise.cli.descent;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.optim.UpdateRule;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of one optimiser down a surface.
 *
 * @param name of the optimiser
 * @param rate its learning rate
 * @param points x, y and loss before each step, and at the end
 * @param steps until the loss was at most {@link #TARGET}; -1 if it never was
 */
public record Path(String name, float rate, List<float[]> points, int steps) {
  /** The loss to be reached. */
  public static final float TARGET = 1e-3f;

  /** After so many steps an optimiser gives up. */
  public static final int LIMIT = 600;

  /** Without weight decay, AdamW is Adam. */
  private static final float DECAY = 0.01f;

  /** Of each rule, with rates that suit the surface. */
  public static List<Path> all(Surface surface) {
    float plain =
        switch (surface) {
          case RAVINE -> 0.1f;
          case BEALE -> 0.01f;
          case SADDLE -> 0.05f;
        };
    float adaptive = surface == Surface.SADDLE ? 0.05f : 0.1f;
    float adagrad = surface == Surface.SADDLE ? 0.2f : 0.5f;
    return List.of(
        of(surface, "gradient descent", UpdateRule.SGD, 0, plain, 0),
        of(surface, "momentum", UpdateRule.SGD, 0.9f, plain, 0),
        of(surface, "Nesterov", UpdateRule.NESTEROV, 0.9f, plain, 0),
        of(surface, "AdaGrad", UpdateRule.ADAGRAD, 0, adagrad, 0),
        of(surface, "RMSprop", UpdateRule.RMSPROP, 0, adaptive, 0),
        of(surface, "Adam", UpdateRule.ADAM, 0, adaptive, 0),
        of(surface, "AdamW, decay " + DECAY, UpdateRule.ADAMW, 0, adaptive, DECAY));
  }

  static Path of(
      Surface surface, String name, UpdateRule rule, float momentum, float rate, float decay) {
    // Of two axes, as weights are: others do not decay.
    Tensor x = Tensor.parameter(new float[] {surface.startX}, 1, 1);
    Tensor y = Tensor.parameter(new float[] {surface.startY}, 1, 1);
    List<Parameter> parameters = List.of(new Parameter("x", x), new Parameter("y", y));
    Optimizer optimizer = rule.over(parameters, momentum, decay);
    List<float[]> points = new ArrayList<>();
    try (Tape tape = new Tape()) {
      while (true) {
        Tensor loss = surface.loss(tape, x, y);
        float value = loss.item();
        points.add(new float[] {x.item(), y.item(), value});
        boolean there = value <= TARGET;
        if (there || points.size() > LIMIT || !Float.isFinite(value)) {
          return new Path(name, rate, points, there ? points.size() - 1 : -1);
        }
        tape.backward(loss);
        optimizer.step(rate);
        optimizer.zeroGrad();
        tape.clear();
      }
    }
  }
}
