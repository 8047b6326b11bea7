package dev.lanewise.kernels;

import dev.lanewise.kernels.activation.Activations;
import dev.lanewise.kernels.activation.Maxout;
import dev.lanewise.kernels.activation.Prelu;
import dev.lanewise.kernels.activation.SmoothRelus;
import dev.lanewise.kernels.conv.Conv2d;
import dev.lanewise.kernels.conv.Conv2dPlan;
import dev.lanewise.kernels.conv.Conv2dShape;
import dev.lanewise.kernels.conv.Padding;
import dev.lanewise.kernels.gemm.Bias;
import dev.lanewise.kernels.gemm.Gemm;
import dev.lanewise.kernels.gemm.PackedB;
import dev.lanewise.kernels.loss.CrossEntropy;
import dev.lanewise.kernels.loss.Hinge;
import dev.lanewise.kernels.norm.BatchNorm;
import dev.lanewise.kernels.norm.BatchNormShape;
import dev.lanewise.kernels.norm.LayerNorm;
import dev.lanewise.kernels.norm.LayerNormShape;
import dev.lanewise.kernels.optim.Updates;
import dev.lanewise.kernels.pool.AvgPool2d;
import dev.lanewise.kernels.pool.GlobalAvgPool2d;
import dev.lanewise.kernels.pool.MaxPool2d;
import dev.lanewise.kernels.pool.Pool2dShape;
import dev.lanewise.kernels.softmax.Softmax;
import dev.lanewise.kernels.vector.Vectors;
import dev.lanewise.testing.Values;

/**
 * A little of every kernel, large enough to be split over threads, and a hash of all the bits that
 * come out. As a program it prints the hash and what ran, each as a line key=value.
 */
final class Workload {
  private long hash = 0xcbf2_9ce4_8422_2325L;
  private long seed;

  private Workload() {}

  /** Prints what this JVM's kernels are, and what they return. */
  public static void main(String[] args) {
    System.out.println("hash=" + hash());
    System.out.println("simd=" + Backend.simd());
    System.out.println("reason=" + Backend.reason());
    System.out.println("bits=" + Backend.PLATFORM.vectorBits());
  }

  /** The same on every machine, width and number of threads. */
  static String hash() {
    Workload workload = new Workload();
    workload.vectors();
    workload.products();
    workload.convolutions();
    workload.pools();
    workload.activations();
    workload.rows();
    workload.updates();
    workload.norms();
    return Long.toHexString(workload.hash);
  }

  private void vectors() {
    int n = 200_000;
    float[] x = floats(n);
    float[] y = floats(n);
    float[] z = new float[n];
    add(Vectors.dot(n, x, 0, y, 0), Vectors.sum(n, x, 0));
    Vectors.add(n, x, 0, y, 0, z, 0);
    add(z);
    Vectors.mul(n, x, 0, y, 0, z, 0);
    add(z);
    Vectors.max(n, x, 0, y, 0, z, 0);
    add(z);
    Vectors.div(n, x, 0, y, 0, z, 0);
    add(z);
    Vectors.sqrt(n, x, 0, z, 0);
    add(z);
    Vectors.axpy(n, 0.3f, x, 0, y, 0);
    add(y);
    Vectors.scale(n, 0.7f, y, 0);
    add(y);
  }

  private void products() {
    int m = 70;
    int n = 150;
    int k = 300;
    float[] a = floats(m * k);
    float[] b = floats(k * n);
    float[] bias = floats(n);
    float[] c = floats(m * n);
    Gemm.gemm(false, false, m, n, k, a, 0, k, b, 0, n, 1, c, 0, n);
    add(c);
    Gemm.gemm(true, true, m, n, k, a, 0, m, b, 0, k, 0, c, 0, n, Bias.ROW, bias, 0);
    add(c);
    PackedB packed = new PackedB(true, k, n, b, 0, k);
    Gemm.gemm(true, m, a, 0, m, packed, 1, c, 0, n, Bias.ROW, bias, 0);
    add(c);
    float[] y = new float[k];
    Gemm.gemv(true, m, k, a, 0, k, b, 0, 0, y, 0);
    add(y);
  }

  /** Direct and by Winograd's algorithm; strided, dilated and in groups; with every padding. */
  private void convolutions() {
    convolution(Conv2dShape.of(3, 4, 17, 19, 6, 3, 3).pad(1, 1, 1, 1));
    convolution(Conv2dShape.of(2, 16, 14, 15, 16, 3, 3).pad(1, 1, 1, 1));
    convolution(Conv2dShape.of(1, 16, 14, 15, 40, 3, 3).pad(1, 1, 1, 1));
    convolution(Conv2dShape.of(3, 9, 16, 32, 8, 3, 3).pad(1, 1, 1, 1));
    convolution(
        Conv2dShape.of(2, 8, 20, 21, 12, 3, 5)
            .stride(2, 1)
            .dilation(1, 2)
            .pad(1, 0, 2, 3)
            .groups(4));
    convolution(Conv2dShape.of(2, 33, 15, 16, 34, 3, 3).dilation(2, 2).pad(2, 2, 2, 2));
    for (Padding padding : Padding.values()) {
      convolution(Conv2dShape.of(2, 3, 12, 13, 5, 5, 5).pad(2, 2, 2, 2).padding(padding));
    }
    convolution(Conv2dShape.of(2, 5, 23, 21, 5, 3, 3).pad(1, 1, 1, 1).groups(5));
    convolution(Conv2dShape.of(2, 5, 23, 21, 10, 5, 5).stride(2, 2).pad(2, 2, 2, 2).groups(5));
  }

  private void convolution(Conv2dShape shape) {
    float[] x = floats(shape.inputSize());
    float[] weights = floats(shape.weightSize());
    float[] bias = floats(shape.filters());
    float[] y = new float[shape.outputSize()];
    Conv2d.forward(shape, x, 0, weights, 0, bias, 0, y, 0);
    add(y);
    int[] argmax = new int[shape.outputSize()];
    Conv2d.forwardPooled(shape, x, 0, weights, 0, bias, 0, y, 0, argmax, 0);
    add(y);
    for (int place : argmax) {
      add(place);
    }
    Conv2dPlan plan = new Conv2dPlan(shape, weights, 0, bias, 0);
    plan.forward(x, 0, y, 0);
    add(y);
    plan.forwardPooled(x, 0, y, 0);
    add(y);
    float[] dy = floats(shape.outputSize());
    float[] dWeights = new float[shape.weightSize()];
    Conv2d.weightGradient(shape, x, 0, dy, 0, dWeights, 0, bias, 0);
    add(dWeights);
    add(bias);
    Conv2d.inputGradient(shape, dy, 0, weights, 0, x, 0);
    add(x);
  }

  private void pools() {
    pool(Pool2dShape.of(4, 8, 32, 36, 2, 2));
    pool(Pool2dShape.of(4, 8, 33, 37, 3, 3).stride(2, 2).pad(1, 1, 1, 1));
    pool(Pool2dShape.of(2, 3, 40, 41, 5, 4).stride(3, 1).pad(2, 1, 0, 3));
    float[] x = floats(4 * 8 * 32 * 36);
    float[] means = new float[4 * 8];
    GlobalAvgPool2d.forward(4, 8, 32, 36, x, 0, means, 0);
    add(means);
    GlobalAvgPool2d.backward(4, 8, 32, 36, means, 0, x, 0);
    add(x);
    float[] averages = new float[20 * 32];
    GlobalAvgPool2d.forward(20, 32, 7, 7, x, 0, averages, 0);
    add(averages);
  }

  private void pool(Pool2dShape shape) {
    float[] x = floats(shape.inputSize());
    float[] y = new float[shape.outputSize()];
    int[] argmax = new int[shape.outputSize()];
    MaxPool2d.forward(shape, x, 0, y, 0, argmax, 0);
    add(y);
    for (int place : argmax) {
      add(place);
    }
    float[] dy = floats(shape.outputSize());
    MaxPool2d.backward(shape, dy, 0, argmax, 0, x, 0);
    add(x);
    for (boolean countPadding : new boolean[] {false, true}) {
      AvgPool2d.forward(shape, countPadding, x, 0, y, 0);
      add(y);
      AvgPool2d.backward(shape, countPadding, dy, 0, x, 0);
      add(x);
    }
  }

  private void activations() {
    int n = 100_003;
    float[] x = floats(n);
    float[] dy = floats(n);
    float[] y = new float[n];
    Vectors.scale(n, 30f, x, 0);
    Activations.exp(n, x, 0, y, 0);
    add(y);
    Activations.log(n, x, 0, y, 0);
    add(y);
    Activations.relu(n, x, 0, y, 0);
    add(y);
    Activations.reluGradient(n, y, 0, dy, 0, y, 0);
    add(y);
    Activations.sigmoid(n, x, 0, y, 0);
    add(y);
    Activations.sigmoidGradient(n, y, 0, dy, 0, y, 0);
    add(y);
    Activations.tanh(n, x, 0, y, 0);
    add(y);
    Activations.tanhGradient(n, y, 0, dy, 0, y, 0);
    add(y);
    Activations.elu(n, 1.5f, x, 0, y, 0);
    add(y);
    Activations.eluGradient(n, 1.5f, y, 0, dy, 0, y, 0);
    add(y);
    Activations.leakyRelu(n, 0.1f, x, 0, y, 0);
    add(y);
    Activations.leakyReluGradient(n, 0.1f, y, 0, dy, 0, y, 0);
    add(y);
    SmoothRelus.gelu(n, x, 0, y, 0);
    add(y);
    SmoothRelus.geluGradient(n, y, 0, dy, 0, y, 0);
    add(y);
    SmoothRelus.silu(n, x, 0, y, 0);
    add(y);
    SmoothRelus.siluGradient(n, y, 0, dy, 0, y, 0);
    add(y);
    SmoothRelus.softplus(n, x, 0, y, 0);
    add(y);
    SmoothRelus.softplusGradient(n, y, 0, dy, 0, y, 0);
    add(y);
    float[] slopes = floats(7);
    float[] dslopes = new float[7];
    Prelu.forward(2, 7, n / 14, x, 0, slopes, 0, y, 0);
    add(y);
    Prelu.backward(2, 7, n / 14, x, 0, slopes, 0, dy, 0, y, 0, dslopes, 0);
    add(y);
    add(dslopes);
    int[] argmax = new int[n / 3];
    Maxout.forward(1, 3, n / 3, x, 0, y, 0, argmax, 0);
    add(y);
    Maxout.backward(1, 3, n / 3, dy, 0, argmax, 0, x, 0);
    add(x);
  }

  private void rows() {
    rows(8_000, 10);
    rows(70, 1003);
  }

  private void rows(int rows, int columns) {
    float[] x = floats(rows * columns);
    float[] dy = floats(rows * columns);
    float[] y = new float[rows * columns];
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = row % columns;
    }
    Softmax.softmax(rows, columns, x, 0, y, 0);
    add(y);
    Softmax.softmaxGradient(rows, columns, y, 0, dy, 0, y, 0);
    add(y);
    Softmax.logSoftmax(rows, columns, x, 0, y, 0);
    add(y);
    Softmax.logSoftmaxGradient(rows, columns, y, 0, dy, 0, y, 0);
    add(y);
    add(CrossEntropy.forward(rows, columns, x, 0, labels, 0, y, 0));
    CrossEntropy.backward(rows, columns, y, 0, labels, 0, 1f, y, 0);
    add(y);
    add(Hinge.forward(rows, columns, x, 0, labels, 0, 1f));
    Hinge.backward(rows, columns, x, 0, labels, 0, 1f, 1f, y, 0);
    add(y);
  }

  private void updates() {
    int n = 150_001;
    float[] x = floats(n);
    float[] g = floats(n);
    float[] m = floats(n);
    float[] s = new float[n];
    Updates.descent(n, 0.1f, 0.5f, 0.01f, x, 0, g, 0);
    Updates.momentum(n, 0.1f, 0.9f, 1f, 0.01f, x, 0, g, 0, m, 0);
    Updates.nesterov(n, 0.1f, 0.9f, 1f, 0.01f, x, 0, g, 0, m, 0);
    Updates.scaled(n, 0.1f, 0.99f, 0.01f, 1e-8f, 0.5f, 0f, x, 0, g, 0, s, 0);
    Updates.adam(n, 0.1f, 0.9f, 0.999f, 2f, 1e-8f, 0.99f, 1f, 0f, x, 0, g, 0, m, 0, s, 0);
    add(x);
    add(m);
    add(s);
  }

  private void norms() {
    batchNorm(new BatchNormShape(6, 40, 49, 1e-5f, false), true);
    batchNorm(new BatchNormShape(3, 8, 3000, 1e-5f, true), false);
    layerNorm(new LayerNormShape(500, 131, 1e-5f));
    layerNorm(new LayerNormShape(3, 20_000, 1e-5f));
  }

  private void layerNorm(LayerNormShape shape) {
    float[] x = floats(shape.size());
    float[] gamma = floats(shape.columns());
    float[] beta = floats(shape.columns());
    float[] dy = floats(shape.size());
    float[] mean = new float[shape.rows()];
    float[] inverse = new float[shape.rows()];
    float[] y = new float[shape.size()];
    LayerNorm.forward(shape, x, 0, gamma, 0, beta, 0, y, 0, mean, 0, inverse, 0);
    add(y);
    float[] dgamma = new float[shape.columns()];
    float[] dbeta = new float[shape.columns()];
    LayerNorm.backward(
        shape, x, 0, mean, 0, inverse, 0, gamma, 0, dy, 0, x, 0, dgamma, 0, dbeta, 0);
    add(x);
    add(dgamma);
    add(dbeta);
  }

  private void batchNorm(BatchNormShape shape, boolean ofBatch) {
    int channels = shape.channels();
    float[] x = floats(shape.size());
    float[] gamma = floats(channels);
    float[] beta = floats(channels);
    float[] dy = floats(shape.size());
    float[] mean = new float[channels];
    float[] variance = new float[channels];
    BatchNorm.statistics(shape, x, 0, mean, 0, variance, 0);
    add(mean);
    add(variance);
    float[] y = new float[shape.size()];
    BatchNorm.forward(shape, x, 0, mean, 0, variance, 0, gamma, 0, beta, 0, y, 0);
    add(y);
    float[] dgamma = new float[channels];
    float[] dbeta = new float[channels];
    BatchNorm.backward(
        shape, ofBatch, x, 0, mean, 0, variance, 0, gamma, 0, beta, 0, dy, 0, y, 0, dgamma, 0,
        dbeta, 0);
    add(y);
    add(dgamma);
    add(dbeta);
  }

  private float[] floats(int n) {
    return Values.ORDINARY.floats(n, seed++);
  }

  private void add(float... floats) {
    for (float f : floats) {
      add(Float.floatToIntBits(f));
    }
  }

  /** FNV-1a. */
  private void add(int bits) {
    hash = (hash ^ bits) * 0x100_0000_01b3L;
  }
}
