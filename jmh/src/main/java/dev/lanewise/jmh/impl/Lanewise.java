package dev.lanewise.jmh.impl;

import dev.lanewise.jmh.work.ActivationWork;
import dev.lanewise.jmh.work.ConvWork;
import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.GemmWork;
import dev.lanewise.jmh.work.LossWork;
import dev.lanewise.jmh.work.MaxoutWork;
import dev.lanewise.jmh.work.NetWork;
import dev.lanewise.jmh.work.NormWork;
import dev.lanewise.jmh.work.PoolWork;
import dev.lanewise.jmh.work.PreluWork;
import dev.lanewise.jmh.work.SoftmaxWork;
import dev.lanewise.jmh.work.UpdateWork;
import dev.lanewise.jmh.work.VectorWork;
import dev.lanewise.jmh.work.Work;
import dev.lanewise.kernels.activation.Activations;
import dev.lanewise.kernels.activation.Maxout;
import dev.lanewise.kernels.activation.Prelu;
import dev.lanewise.kernels.activation.SmoothRelus;
import dev.lanewise.kernels.conv.Conv2d;
import dev.lanewise.kernels.conv.Conv2dShape;
import dev.lanewise.kernels.gemm.Gemm;
import dev.lanewise.kernels.loss.CrossEntropy;
import dev.lanewise.kernels.loss.Hinge;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.pool.AvgPool2d;
import dev.lanewise.kernels.pool.GlobalAvgPool2d;
import dev.lanewise.kernels.pool.MaxPool2d;
import dev.lanewise.kernels.pool.Pool2dShape;
import dev.lanewise.kernels.softmax.Softmax;
import dev.lanewise.kernels.vector.Vectors;

/** The facades, as any user calls them. */
public sealed class Lanewise implements Implementation permits LanewisePlan, LanewiseSeparate {
  @Override
  public String name() {
    return "lanewise";
  }

  /** As the script {@code lanewise} found it out. */
  @Override
  public String version() {
    return System.getProperty("lanewise.version", "");
  }

  @Override
  public boolean does(Work work, int threads) {
    return true;
  }

  @Override
  public boolean exact() {
    return true;
  }

  @Override
  public boolean warms() {
    return true;
  }

  /** For the process, not in a scope: entering a scope allocates. */
  @Override
  public void enter(int threads) {
    Parallelism.setDefault(Parallelism.ofThreads(threads));
  }

  @Override
  public Call prepare(Work work, Data data, int threads) {
    float[][] out = work.outputs().stream().map(a -> new float[a.size()]).toArray(float[][]::new);
    return switch (work) {
      case VectorWork w -> new Kernel(vector(w, data, out), out);
      case GemmWork w -> new Kernel(gemm(w, data, out[0]), out);
      case ConvWork w -> new Kernel(conv(w, data, out), out);
      case PoolWork w -> new Kernel(pool(w, data, out[0]), out);
      case ActivationWork w -> new Kernel(activation(w, data, out[0]), out);
      case MaxoutWork w -> new Kernel(maxout(w, data, out[0]), out);
      case SoftmaxWork w -> new Kernel(softmax(w, data, out[0]), out);
      case LossWork w -> new Kernel(loss(w, data, out), out);
      case PreluWork w -> new Kernel(prelu(w, data, out), out);
      case NormWork w -> new Kernel(LanewiseTraining.norm(w, data, out), out);
      case UpdateWork w -> new Kernel(LanewiseTraining.update(w, data, out), out);
      case NetWork w -> new LanewiseNet(w, data);
    };
  }

  record Kernel(Runnable body, float[][] outputs) implements Call {
    @Override
    public void run() {
      body.run();
    }
  }

  private static Runnable vector(VectorWork w, Data data, float[][] out) {
    int n = w.n();
    float alpha = VectorWork.ALPHA;
    float[] x = data.input(0);
    float[] y = w.inputs().size() > 1 ? data.input(1) : null;
    float[] z = out[0];
    return switch (w.what()) {
      case DOT -> () -> z[0] = Vectors.dot(n, x, 0, y, 0);
      case SUM -> () -> z[0] = Vectors.sum(n, x, 0);
      case ADD -> () -> Vectors.add(n, x, 0, y, 0, z, 0);
      case MUL -> () -> Vectors.mul(n, x, 0, y, 0, z, 0);
      case MAX -> () -> Vectors.max(n, x, 0, y, 0, z, 0);
      case AXPY -> {
        out[0] = data.copy(1);
        yield () -> Vectors.axpy(n, alpha, x, 0, out[0], 0);
      }
      case SCALE -> {
        out[0] = data.copy(0);
        yield () -> Vectors.scale(n, alpha, out[0], 0);
      }
    };
  }

  private static Runnable gemm(GemmWork w, Data data, float[] c) {
    boolean ta = w.transposeA();
    boolean tb = w.transposeB();
    int m = w.m();
    int n = w.n();
    int k = w.k();
    float[] a = data.input(0);
    float[] b = data.input(1);
    if (w.op().equals("gemv")) {
      return () -> Gemm.gemv(ta, ta ? k : m, ta ? m : k, a, 0, ta ? m : k, b, 0, 0, c, 0);
    }
    return () -> Gemm.gemm(ta, tb, m, n, k, a, 0, ta ? m : k, b, 0, tb ? k : n, 0, c, 0, n);
  }

  private static Runnable conv(ConvWork w, Data data, float[][] out) {
    Conv2dShape shape = shape(w);
    float[] from = data.input(0);
    float[] with = data.input(1);
    return switch (w.way()) {
      case FORWARD -> {
        float[] bias = data.input(2);
        yield () -> Conv2d.forward(shape, from, 0, with, 0, bias, 0, out[0], 0);
      }
      case FORWARD_POOLED -> {
        float[] bias = data.input(2);
        int[] argmax = new int[out[0].length];
        yield () -> Conv2d.forwardPooled(shape, from, 0, with, 0, bias, 0, out[0], 0, argmax, 0);
      }
      case INPUT_GRADIENT -> () -> Conv2d.inputGradient(shape, from, 0, with, 0, out[0], 0);
      case WEIGHT_GRADIENT ->
          () -> Conv2d.weightGradient(shape, from, 0, with, 0, out[0], 0, out[1], 0);
    };
  }

  static Conv2dShape shape(ConvWork w) {
    return Conv2dShape.of(
            w.batch(), w.channels(), w.size(), w.size(), w.filters(), w.kernel(), w.kernel())
        .stride(w.stride(), w.stride())
        .pad(w.pad(), w.pad(), w.pad(), w.pad())
        .dilation(w.dilation(), w.dilation())
        .groups(w.groups());
  }

  private static Runnable pool(PoolWork w, Data data, float[] to) {
    int batch = w.batch();
    int channels = w.channels();
    int size = w.size();
    Pool2dShape shape =
        Pool2dShape.of(batch, channels, size, size, w.window(), w.window())
            .stride(w.stride(), w.stride())
            .pad(w.pad(), w.pad(), w.pad(), w.pad());
    float[] x = data.input(0);
    float[] dy = w.gradient() ? data.input(1) : null;
    return switch (w.kind()) {
      case MAX -> {
        int[] argmax = new int[shape.outputSize()];
        if (!w.gradient()) {
          yield () -> MaxPool2d.forward(shape, x, 0, to, 0, argmax, 0);
        }
        MaxPool2d.forward(shape, x, 0, new float[shape.outputSize()], 0, argmax, 0);
        yield () -> MaxPool2d.backward(shape, dy, 0, argmax, 0, to, 0);
      }
      case AVERAGE ->
          w.gradient()
              ? () -> AvgPool2d.backward(shape, false, dy, 0, to, 0)
              : () -> AvgPool2d.forward(shape, false, x, 0, to, 0);
      case GLOBAL ->
          w.gradient()
              ? () -> GlobalAvgPool2d.backward(batch, channels, size, size, dy, 0, to, 0)
              : () -> GlobalAvgPool2d.forward(batch, channels, size, size, x, 0, to, 0);
    };
  }

  private static Runnable activation(ActivationWork w, Data data, float[] to) {
    int n = w.n();
    float slope = ActivationWork.SLOPE;
    float alpha = ActivationWork.ALPHA;
    float[] x = data.input(0);
    if (!w.gradient()) {
      return switch (w.function()) {
        case EXP -> () -> Activations.exp(n, x, 0, to, 0);
        case LOG -> () -> Activations.log(n, x, 0, to, 0);
        case SIGMOID -> () -> Activations.sigmoid(n, x, 0, to, 0);
        case TANH -> () -> Activations.tanh(n, x, 0, to, 0);
        case RELU -> () -> Activations.relu(n, x, 0, to, 0);
        case LEAKY_RELU -> () -> Activations.leakyRelu(n, slope, x, 0, to, 0);
        case ELU -> () -> Activations.elu(n, alpha, x, 0, to, 0);
        case GELU -> () -> SmoothRelus.gelu(n, x, 0, to, 0);
        case SILU -> () -> SmoothRelus.silu(n, x, 0, to, 0);
        case SOFTPLUS -> () -> SmoothRelus.softplus(n, x, 0, to, 0);
      };
    }
    float[] dy = data.input(1);
    return switch (w.function()) {
      case SIGMOID -> () -> Activations.sigmoidGradient(n, x, 0, dy, 0, to, 0);
      case TANH -> () -> Activations.tanhGradient(n, x, 0, dy, 0, to, 0);
      case RELU -> () -> Activations.reluGradient(n, x, 0, dy, 0, to, 0);
      case LEAKY_RELU -> () -> Activations.leakyReluGradient(n, slope, x, 0, dy, 0, to, 0);
      case ELU -> () -> Activations.eluGradient(n, alpha, x, 0, dy, 0, to, 0);
      case GELU -> () -> SmoothRelus.geluGradient(n, x, 0, dy, 0, to, 0);
      case SILU -> () -> SmoothRelus.siluGradient(n, x, 0, dy, 0, to, 0);
      case SOFTPLUS -> () -> SmoothRelus.softplusGradient(n, x, 0, dy, 0, to, 0);
      case EXP, LOG -> throw new IllegalArgumentException(w + ": no kernel of its own");
    };
  }

  private static Runnable maxout(MaxoutWork w, Data data, float[] to) {
    int outer = w.outer();
    int pieces = w.pieces();
    int inner = w.inner();
    float[] x = data.input(0);
    int[] argmax = new int[outer * inner];
    if (!w.gradient()) {
      return () -> Maxout.forward(outer, pieces, inner, x, 0, to, 0, argmax, 0);
    }
    Maxout.forward(outer, pieces, inner, x, 0, new float[outer * inner], 0, argmax, 0);
    float[] dy = data.input(1);
    return () -> Maxout.backward(outer, pieces, inner, dy, 0, argmax, 0, to, 0);
  }

  private static Runnable prelu(PreluWork w, Data data, float[][] out) {
    int batch = w.batch();
    int channels = w.channels();
    int pixels = w.pixels();
    float[] x = data.input(0);
    float[] slopes = data.input(1);
    if (!w.gradient()) {
      return () -> Prelu.forward(batch, channels, pixels, x, 0, slopes, 0, out[0], 0);
    }
    float[] dy = data.input(2);
    return () ->
        Prelu.backward(batch, channels, pixels, x, 0, slopes, 0, dy, 0, out[0], 0, out[1], 0);
  }

  private static Runnable softmax(SoftmaxWork w, Data data, float[] to) {
    int rows = w.rows();
    int columns = w.columns();
    float[] x = data.input(0);
    if (!w.gradient()) {
      return w.log()
          ? () -> Softmax.logSoftmax(rows, columns, x, 0, to, 0)
          : () -> Softmax.softmax(rows, columns, x, 0, to, 0);
    }
    float[] dy = data.input(1);
    return w.log()
        ? () -> Softmax.logSoftmaxGradient(rows, columns, x, 0, dy, 0, to, 0)
        : () -> Softmax.softmaxGradient(rows, columns, x, 0, dy, 0, to, 0);
  }

  private static Runnable loss(LossWork w, Data data, float[][] out) {
    int rows = w.rows();
    int columns = w.columns();
    float margin = LossWork.MARGIN;
    float[] x = data.input(0);
    float[] to = out[0];
    int[] labels = w.labels();
    return switch (w.kind()) {
      case CROSS_ENTROPY ->
          w.gradient()
              ? () -> CrossEntropy.backward(rows, columns, x, 0, labels, 0, 1, to, 0)
              : () -> to[0] = CrossEntropy.forward(rows, columns, x, 0, labels, 0, out[1], 0);
      case HINGE ->
          w.gradient()
              ? () -> Hinge.backward(rows, columns, x, 0, labels, 0, margin, 1, to, 0)
              : () -> to[0] = Hinge.forward(rows, columns, x, 0, labels, 0, margin);
    };
  }
}
