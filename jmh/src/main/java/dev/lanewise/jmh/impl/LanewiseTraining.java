package dev.lanewise.jmh.impl;

import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.NormWork;
import dev.lanewise.jmh.work.UpdateWork;
import dev.lanewise.kernels.norm.BatchNorm;
import dev.lanewise.kernels.norm.BatchNormShape;
import dev.lanewise.kernels.norm.LayerNorm;
import dev.lanewise.kernels.norm.LayerNormShape;
import dev.lanewise.kernels.optim.Updates;

/** The facades that only training calls: norms by statistics of the batch, and optimisers. */
final class LanewiseTraining {
  private LanewiseTraining() {}

  static Runnable norm(NormWork w, Data data, float[][] out) {
    return w.kind() == NormWork.Kind.BATCH ? batchNorm(w, data, out) : layerNorm(w, data, out);
  }

  private static Runnable batchNorm(NormWork w, Data data, float[][] out) {
    BatchNormShape shape =
        new BatchNormShape(w.batch(), w.channels(), w.pixels(), NormWork.EPSILON, false);
    float[] x = data.input(0);
    float[] gamma = data.input(1);
    float[] beta = data.input(2);
    float[] mean = new float[w.channels()];
    float[] variance = new float[w.channels()];
    Runnable statistics = () -> BatchNorm.statistics(shape, x, 0, mean, 0, variance, 0);
    if (!w.gradient()) {
      return () -> {
        statistics.run();
        BatchNorm.forward(shape, x, 0, mean, 0, variance, 0, gamma, 0, beta, 0, out[0], 0);
      };
    }
    float[] dy = data.input(3);
    statistics.run();
    return () ->
        BatchNorm.backward(
            shape, true, x, 0, mean, 0, variance, 0, gamma, 0, beta, 0, dy, 0, out[0], 0, out[1], 0,
            out[2], 0);
  }

  private static Runnable layerNorm(NormWork w, Data data, float[][] out) {
    LayerNormShape shape = new LayerNormShape(w.batch(), w.pixels(), NormWork.EPSILON);
    float[] x = data.input(0);
    float[] gamma = data.input(1);
    float[] beta = data.input(2);
    float[] y = w.gradient() ? new float[x.length] : out[0];
    float[] mean = new float[w.batch()];
    float[] inverse = new float[w.batch()];
    Runnable forward =
        () -> LayerNorm.forward(shape, x, 0, gamma, 0, beta, 0, y, 0, mean, 0, inverse, 0);
    if (!w.gradient()) {
      return forward;
    }
    float[] dy = data.input(3);
    forward.run();
    return () ->
        LayerNorm.backward(
            shape, x, 0, mean, 0, inverse, 0, gamma, 0, dy, 0, out[0], 0, out[1], 0, out[2], 0);
  }

  /** In place: the outputs are copies of what they begin as. */
  static Runnable update(UpdateWork w, Data data, float[][] out) {
    int n = w.n();
    float rate = UpdateWork.RATE;
    float momentum = UpdateWork.MOMENTUM;
    out[0] = data.copy(0);
    for (int state = 1; state < out.length; state++) {
      out[state] = data.copy(state + 1);
    }
    float[] x = out[0];
    float[] g = data.input(1);
    return switch (w.rule()) {
      case DESCENT -> () -> Updates.descent(n, rate, 1, 0, x, 0, g, 0);
      case MOMENTUM -> () -> Updates.momentum(n, rate, momentum, 1, 0, x, 0, g, 0, out[1], 0);
      case NESTEROV -> () -> Updates.nesterov(n, rate, momentum, 1, 0, x, 0, g, 0, out[1], 0);
      case ADAM -> {
        float beta1 = UpdateWork.BETA1;
        float beta2 = UpdateWork.BETA2;
        float step = (float) (rate / (1 - Math.pow(beta1, UpdateWork.STEP)));
        float root = (float) (1 / Math.sqrt(1 - Math.pow(beta2, UpdateWork.STEP)));
        float epsilon = UpdateWork.EPSILON;
        yield () ->
            Updates.adam(
                n, step, beta1, beta2, root, epsilon, 1, 1, 0, x, 0, g, 0, out[1], 0, out[2], 0);
      }
    };
  }
}
