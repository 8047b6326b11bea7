package dev.lanewise.jmh.work;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A step of an optimiser on n parameters x with gradients g, and its state, in place. */
public record UpdateWork(Rule rule, int n) implements Work {
  /** A power of two: nothing is rounded where others keep the state at another scale. */
  public static final float RATE = 0x1p-10f;

  public static final float MOMENTUM = 0.875f;
  public static final float BETA1 = 0.875f;
  public static final float BETA2 = 0.9921875f;
  public static final float EPSILON = 0x1p-20f;

  /** The step of Adam, for the bias of its state. */
  public static final int STEP = 10;

  /** With the arithmetic of each reference where nothing is clipped and nothing decays. */
  public enum Rule {
    DESCENT(2),
    MOMENTUM(4, "v"),
    NESTEROV(7, "v"),
    ADAM(13, "m", "s");

    private final int flops;
    private final List<String> state;

    Rule(int flops, String... state) {
      this.flops = flops;
      this.state = List.of(state);
    }
  }

  @Override
  public String op() {
    return rule.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String direction() {
    return "update";
  }

  @Override
  public String shape() {
    return Integer.toString(n);
  }

  @Override
  public long flops() {
    return (long) rule.flops * n;
  }

  /** Positive, as sums of squares are. */
  @Override
  public List<Array> inputs() {
    return Stream.concat(Stream.of("x", "g"), rule.state.stream())
        .map(name -> Array.of(name, n).values(0.25f, 1))
        .toList();
  }

  @Override
  public List<Array> outputs() {
    return Stream.concat(Stream.of("x"), rule.state.stream())
        .map(name -> Array.of(name, n))
        .toList();
  }

  @Override
  public long terms() {
    return 4;
  }
}
