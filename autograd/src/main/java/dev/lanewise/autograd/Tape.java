package dev.lanewise.autograd;

import dev.lanewise.kernels.vector.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reverse-mode differentiation: two lists of closures, recorded by operations. Those that compute
 * run at once, and in order again by {@link #replay}; those that differentiate run in reverse by
 * {@link #backward(Tensor)}.
 *
 * <p>One step of a training loop is: compute a scalar on the tape, {@code backward}, use the
 * gradients, {@link #clear}. The tape lends every result and gradient its buffer and takes all of
 * them back on {@code clear}, so that a step like an earlier one allocates no arrays. Where the
 * next step differs in nothing but the values of its leaves, replay it instead: that allocates
 * nothing at all. A tape serves one thread; the kernels it calls use as many as they are allowed.
 *
 * <pre>{@code
 * try (var tape = new Tape()) {
 *   for (Batch batch : batches) {
 *     Tensor loss = CrossEntropy.apply(tape, net.forward(tape, batch.images()), batch.labels());
 *     tape.backward(loss);
 *     update(parameters); // reads grad(), then zeroGrad()
 *     tape.clear();
 *   }
 * }
 * }</pre>
 *
 * <p>Operations are the classes of {@link dev.lanewise.autograd.op}, and use nothing of the tape
 * that is not public: {@link #tensor} and {@link #like} for the result, {@link #compute} to compute
 * it, {@link #derivative} for each input, {@link #floats}, {@link #ints}, {@link #scratch} and
 * {@link #ones} for what they need beside it, {@link #constant} for what they may prepare.
 */
public final class Tape implements AutoCloseable {
  private static final int[] SCALAR = {};

  private final List<Runnable> computations = new ArrayList<>();
  private final List<Runnable> derivatives = new ArrayList<>();
  private final List<Tensor> results = new ArrayList<>();
  private final Pool<float[]> floats = new Pool<>(float[]::new);
  private final Pool<int[]> ints = new Pool<>(int[]::new);

  /** Buffers that live as long as one derivative runs. */
  private final Pool<float[]> scratch = new Pool<>(float[]::new);

  private float[] ones = {};
  private long step;
  private int noGradScopes;
  private int frozenScopes;

  /** All other leaves count as constants; null if there is no such leaf. */
  private Tensor only;

  private boolean spent;

  /** Computes the value of a scalar. */
  @FunctionalInterface
  public interface Scalar {
    float compute();
  }

  /** A scope in which no derivatives are recorded; closing it ends it. */
  public final class NoGrad implements AutoCloseable {
    private final boolean frozen;
    private boolean closed;

    private NoGrad(boolean frozen) {
      this.frozen = frozen;
      count(1);
    }

    private void count(int step) {
      noGradScopes += step;
      frozenScopes += frozen ? step : 0;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        count(-1);
      }
    }
  }

  /** A scope in which one leaf is the only one to get a gradient; closing it ends it. */
  public final class OnlyBy implements AutoCloseable {
    private final Tensor outer = only;

    private OnlyBy(Tensor leaf) {
      only = leaf;
    }

    @Override
    public void close() {
      only = outer;
    }
  }

  /** An empty tape. */
  public Tape() {}

  /** A new tensor of this step; its values are undefined. The array {@code shape} is kept. */
  public Tensor tensor(int... shape) {
    return result(floats.take(Tensor.size(shape)), shape);
  }

  /** A new tensor of shape [rows, columns]; its values are undefined. */
  public Tensor tensor(int rows, int columns) {
    int[] shape = ints.take(2);
    shape[0] = rows;
    shape[1] = columns;
    return tensor(shape);
  }

  /** A new tensor of shape [n, c, h, w]; its values are undefined. */
  public Tensor tensor(int n, int c, int h, int w) {
    int[] shape = ints.take(4);
    shape[0] = n;
    shape[1] = c;
    shape[2] = h;
    shape[3] = w;
    return tensor(shape);
  }

  /** A new tensor of shape [], {@linkplain #compute computed} by {@code value}. */
  public Tensor scalar(Scalar value) {
    Tensor scalar = tensor(SCALAR);
    compute(() -> scalar.data[0] = value.compute());
    return scalar;
  }

  /** A new tensor of the shape of {@code x}; its values are undefined. */
  public Tensor like(Tensor x) {
    return result(floats.take(x.size()), x.shape);
  }

  /**
   * A new tensor that shares the values of {@code x}. The array {@code shape} is kept.
   *
   * @throws IllegalArgumentException if the shape has another number of elements
   */
  public Tensor view(Tensor x, int... shape) {
    if (Tensor.size(shape) != x.size()) {
      throw new IllegalArgumentException(
          "view: x %s has %d elements, expected shape %s = %d"
              .formatted(x, x.size(), Arrays.toString(shape), Tensor.size(shape)));
    }
    return result(x.data(), shape);
  }

  private Tensor result(float[] data, int[] shape) {
    Tensor result = new Tensor(this, data, shape);
    results.add(result);
    return result;
  }

  /** A buffer of exactly {@code n} floats until {@link #clear}; its values are undefined. */
  public float[] floats(int n) {
    return floats.take(n);
  }

  /** A buffer of exactly {@code n} ints until {@link #clear}; its values are undefined. */
  public int[] ints(int n) {
    return ints.take(n);
  }

  /** A buffer of exactly {@code n} floats until the running derivative returns. */
  public float[] scratch(int n) {
    return scratch.take(n);
  }

  /** At least {@code n} ones, for sums that are written as products; read only. */
  public float[] ones(int n) {
    if (ones.length < n) {
      ones = new float[n];
      Arrays.fill(ones, 1);
    }
    return ones;
  }

  /**
   * Runs {@code computation} now, and in every {@link #replay} again: it writes the values of a
   * result. It has to do with whatever its inputs hold at that time, so what it depends on are
   * tensors and buffers of this step, never values that they held when it was recorded, unless they
   * are {@linkplain #constant constant}.
   */
  public void compute(Runnable computation) {
    computation.run();
    computations.add(computation);
  }

  /**
   * Computes all results of this step anew from the values that its leaves hold now, as one step
   * ends and the next begins: {@link #backward} may then be called again. Nothing is recorded and,
   * once the kernels are compiled, nothing allocated.
   *
   * @throws IllegalStateException if nothing has been computed since the last {@link #clear}
   */
  public void replay() {
    if (computations.isEmpty()) {
      throw new IllegalStateException("replay: expected a recorded step, actual: an empty tape");
    }
    for (int i = 0; i < results.size(); i++) {
      results.get(i).zeroGrad();
    }
    spent = false;
    for (int i = 0; i < computations.size(); i++) {
      computations.get(i).run();
    }
  }

  /**
   * Records that {@code y} was computed from {@code x}: when {@code backward} knows the gradient by
   * {@code y}, it calls {@code derivative} for the share of {@code x}. Nothing is recorded in a
   * noGrad scope or if {@code x} requires no gradient; otherwise {@code y} requires one from now
   * on.
   *
   * @throws IllegalArgumentException if {@code y}, or {@code x} unless it is a leaf, is not of this
   *     tape
   */
  public void derivative(Tensor y, Tensor x, Derivative derivative) {
    if (!records(y, x)) {
      return;
    }
    derivatives.add(
        () -> {
          if (y.hasGrad) {
            float[] dx = target(x, true);
            derivative.write(y.grad, dx);
            accumulate(x, true, dx);
          }
        });
  }

  /** As {@link #derivative}, for two inputs whose gradients one kernel makes together. */
  public void derivative(Tensor y, Tensor a, Tensor b, Derivative.OfTwo derivative) {
    boolean byA = records(y, a);
    boolean byB = records(y, b);
    if (!byA && !byB) {
      return;
    }
    derivatives.add(
        () -> {
          if (y.hasGrad) {
            float[] da = target(a, byA);
            float[] db = target(b, byB);
            derivative.write(y.grad, da, db);
            accumulate(a, byA, da);
            accumulate(b, byB, db);
          }
        });
  }

  /** As {@link #derivative}, for three inputs whose gradients one kernel makes together. */
  public void derivative(Tensor y, Tensor a, Tensor b, Tensor c, Derivative.OfThree derivative) {
    boolean byA = records(y, a);
    boolean byB = records(y, b);
    boolean byC = records(y, c);
    if (!byA && !byB && !byC) {
      return;
    }
    derivatives.add(
        () -> {
          if (y.hasGrad) {
            float[] da = target(a, byA);
            float[] db = target(b, byB);
            float[] dc = target(c, byC);
            derivative.write(y.grad, da, db, dc);
            accumulate(a, byA, da);
            accumulate(b, byB, db);
            accumulate(c, byC, dc);
          }
        });
  }

  /**
   * Computes the gradient of {@code y} by every tensor it was computed from and that requires one,
   * and adds it to what parameters hold already.
   *
   * @param y a scalar of this step
   * @throws IllegalArgumentException if {@code y} is no scalar, or not a result of this tape
   * @throws IllegalStateException if backward ran already in this step, if {@code y} is of an
   *     earlier step, or if it depends on nothing that requires a gradient
   */
  public void backward(Tensor y) {
    if (y.size() != 1) {
      throw new IllegalArgumentException(
          "backward: y %s is no scalar: expected a seed of %d floats, actual none"
              .formatted(y, y.size()));
    }
    backward(y, ones(1));
  }

  /**
   * As {@link #backward(Tensor)}, for the gradient of the sum of {@code y * seed}.
   *
   * @param seed the gradient by {@code y}, {@code y.size()} floats
   */
  public void backward(Tensor y, float[] seed) {
    y.requireAlive();
    if (y.tape != this) {
      throw new IllegalArgumentException(
          "backward: expected a result of this tape, actual: "
              + (y.tape == null ? "a tensor that no operation made" : "a result of another tape"));
    }
    if (spent) {
      throw new IllegalStateException(
          "backward: expected once between two calls of clear() or replay(),"
              + " actual: a second time");
    }
    if (!y.requiresGrad) {
      throw new IllegalStateException(
          "backward: expected y to depend on a tensor that requires a gradient,"
              + " actual: on none (or it was computed in a noGrad scope)");
    }
    if (seed.length < y.size()) {
      throw new IllegalArgumentException(
          "seed: expected %s = %d floats, array has %d".formatted(y, y.size(), seed.length));
    }
    spent = true;
    System.arraycopy(seed, 0, target(y, true), 0, y.size());
    for (int i = derivatives.size() - 1; i >= 0; i--) {
      derivatives.get(i).run();
      scratch.reset();
    }
  }

  /** Ends the step: its tensors die, and their buffers serve the next one. */
  public void clear() {
    computations.clear();
    derivatives.clear();
    results.clear();
    floats.reset();
    ints.reset();
    scratch.reset();
    step++;
    spent = false;
  }

  /** Ends the step and gives the buffers back to the JVM. */
  @Override
  public void close() {
    clear();
    floats.drop();
    ints.drop();
    scratch.drop();
    ones = new float[0];
  }

  /**
   * Opens a scope in which no derivatives are recorded: {@code try (var _ = tape.noGrad()) {...}}.
   */
  public NoGrad noGrad() {
    return new NoGrad(false);
  }

  /**
   * Opens a {@link #noGrad} scope in which parameters count as constants, too: operations may lay
   * them out as they need them once, when they are recorded, so that a {@link #replay} takes less
   * time. Changes of parameters after that may not be seen.
   */
  public NoGrad frozen() {
    return new NoGrad(true);
  }

  /** Whether {@code x} is a constant of a {@link #frozen} scope: its values stay as they are. */
  public boolean constant(Tensor x) {
    return frozenScopes > 0 && x.tape == null && x.requiresGrad;
  }

  /**
   * Opens a scope in which all other leaves count as constants, so that {@code backward} computes
   * the gradient by {@code leaf} alone and leaves that of every parameter as it was: {@code try
   * (var _ = tape.onlyBy(image)) {...}} around the operations.
   *
   * @param leaf that requires a gradient, as those of {@link Tensor#parameter} do
   * @throws IllegalArgumentException if it is none
   */
  public OnlyBy onlyBy(Tensor leaf) {
    if (leaf.tape != null || !leaf.requiresGrad) {
      throw new IllegalArgumentException(
          "onlyBy: expected a leaf that requires a gradient, actual: "
              + (leaf.tape != null ? "a result of an operation" : "a constant"));
    }
    return new OnlyBy(leaf);
  }

  /** Whether derivatives are recorded: false within a {@link #noGrad} scope. */
  public boolean recording() {
    return noGradScopes == 0;
  }

  long step() {
    return step;
  }

  private boolean records(Tensor y, Tensor x) {
    boolean constant = !x.requiresGrad || only != null && x.tape == null && x != only;
    if (!recording() || constant) {
      return false;
    }
    if (y.tape != this || x.tape != null && x.tape != this) {
      throw new IllegalArgumentException(
          "derivative: expected tensors of this tape, actual: %s %s is not"
              .formatted(y.tape != this ? "result" : "input", y.tape != this ? y : x));
    }
    y.requiresGrad = true;
    return true;
  }

  /**
   * Where the next contribution to the gradient by {@code x} is written. Kernels overwrite, so the
   * first goes straight into the gradient and later ones beside it, as do those nobody asked for.
   */
  private float[] target(Tensor x, boolean wanted) {
    if (!wanted || x.hasGrad) {
      return scratch.take(x.size());
    }
    if (x.grad == null) {
      x.grad = x.tape == null ? new float[x.size()] : floats.take(x.size());
    }
    x.hasGrad = true;
    return x.grad;
  }

  /** Adds a contribution that was written beside the gradient. */
  private static void accumulate(Tensor x, boolean wanted, float[] dx) {
    if (wanted && dx != x.grad) {
      Vectors.add(x.size(), x.grad, 0, dx, 0, x.grad, 0);
    }
  }
}
