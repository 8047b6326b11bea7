package dev.lanewise.autograd;

/**
 * A function of tensors near a point: its value, its gradients by backward, and its slopes by
 * differences, which cost two values for every number they are asked for.
 *
 * <p>What it varies it restores; gradients that the inputs held are forgotten. It serves one
 * thread.
 */
public final class Probe implements AutoCloseable {
  private static final int NOISE_VALUES = 16;
  private static final double NOISE_STEP = 0x1p-20;

  /** What is probed: computes a scalar on the tape, the same one whenever inputs are the same. */
  @FunctionalInterface
  public interface Function {
    Tensor apply(Tape tape, Tensor... inputs);
  }

  /**
   * The gradient along a stretch.
   *
   * @param gradient its mean
   * @param variation how far it goes up and down from place to place
   */
  record Mean(double gradient, double variation) {}

  private final Tape tape = new Tape();
  private final Function f;
  private final Tensor[] inputs;

  /**
   * @throws IllegalArgumentException if no input requires a gradient
   */
  public Probe(Function f, Tensor... inputs) {
    this.f = f;
    this.inputs = inputs.clone();
    boolean any = false;
    for (Tensor input : inputs) {
      input.zeroGrad();
      any |= input.requiresGrad();
    }
    if (!any) {
      throw new IllegalArgumentException(
          "inputs: expected one that requires a gradient, actual: none does");
    }
  }

  /** f(x). */
  public float value() {
    try (var _ = tape.noGrad()) {
      return f.apply(tape, inputs).item();
    } finally {
      tape.clear();
    }
  }

  /** The gradients by backward, all at once; null for inputs that require none. */
  public float[][] gradients() {
    backward();
    float[][] gradients = new float[inputs.length][];
    for (int t = 0; t < inputs.length; t++) {
      if (inputs[t].requiresGrad()) {
        // f may not use an input at all.
        float[] grad = inputs[t].grad();
        gradients[t] = grad == null ? new float[inputs[t].size()] : grad.clone();
      }
    }
    forgetGradients();
    return gradients;
  }

  /**
   * The central difference (f(x + h) - f(x - h)) / 2h by one number.
   *
   * @param tensor which input, from 0
   * @param index which of its elements, from 0
   * @param h above 0; both ends are rounded to float, and the distance is taken after that
   */
  public double slope(int tensor, int index, double h) {
    float[] data = inputs[tensor].data();
    float x = data[index];
    float right = (float) (x + h);
    float left = (float) (x - h);
    data[index] = right;
    double above = value();
    data[index] = left;
    double below = value();
    data[index] = x;
    return (above - below) / ((double) right - left);
  }

  /**
   * The gradient by one number at the ends of so many equal parts from x - h to x + h; their mean
   * is that of the trapezoidal rule.
   */
  Mean mean(int tensor, int index, double h, int parts) {
    float[] data = inputs[tensor].data();
    float x = data[index];
    double sum = 0;
    double variation = 0;
    double last = 0;
    for (int j = 0; j <= parts; j++) {
      data[index] = (float) (x + h * (2 * j - parts) / parts);
      backward();
      float[] grad = inputs[tensor].grad();
      double gradient = grad == null ? 0 : grad[index];
      forgetGradients();
      if (j > 0) {
        sum += (last + gradient) / 2;
        variation += Math.abs(gradient - last);
      }
      last = gradient;
    }
    data[index] = x;
    return new Mean(sum / parts, variation);
  }

  /**
   * The standard deviation of the rounding error of f: all inputs are moved by a few units in the
   * last place along a line, on which f itself is straight, so that its second differences, 6 times
   * the variance on average, are of rounding alone (J. More and S. Wild, "Estimating Computational
   * Noise", 2011). It is at least that of the last rounding, to the nearest float.
   */
  public double noise() {
    float[][] x = new float[inputs.length][];
    for (int t = 0; t < x.length; t++) {
      x[t] = inputs[t].data().clone();
    }
    double[] values = new double[NOISE_VALUES];
    for (int j = 0; j < NOISE_VALUES; j++) {
      move(x, (j - NOISE_VALUES / 2) * NOISE_STEP);
      values[j] = value();
    }
    move(x, 0);
    double squares = 0;
    for (int j = 1; j < NOISE_VALUES - 1; j++) {
      double second = values[j - 1] - 2 * values[j] + values[j + 1];
      squares += second * second;
    }
    double lastRounding = Math.ulp((float) values[NOISE_VALUES / 2]) / Math.sqrt(12);
    return Math.max(lastRounding, Math.sqrt(squares / (NOISE_VALUES - 2) / 6));
  }

  /** Goes from x along a diagonal, each number up or down as the Thue-Morse sequence has it. */
  private void move(float[][] x, double step) {
    for (int t = 0; t < x.length; t++) {
      if (inputs[t].requiresGrad()) {
        float[] data = inputs[t].data();
        for (int i = 0; i < data.length; i++) {
          double h = Integer.bitCount(i) % 2 == 0 ? step : -step;
          data[i] = (float) (x[t][i] + h * Math.max(1, Math.abs(x[t][i])));
        }
      }
    }
  }

  private void backward() {
    tape.backward(f.apply(tape, inputs));
    tape.clear();
  }

  private void forgetGradients() {
    for (Tensor input : inputs) {
      input.zeroGrad();
    }
  }

  @Override
  public void close() {
    tape.close();
  }
}
