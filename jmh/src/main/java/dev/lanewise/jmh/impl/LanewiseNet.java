package dev.lanewise.jmh.impl;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.autograd.op.Softmax;
import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.NetWork;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.pattern.NetPattern;
import java.util.List;

/**
 * A net as {@code NetPattern} builds it, and a step as {@code Trainer} makes it: recorded once,
 * then replayed.
 */
final class LanewiseNet implements Implementation.Call {
  private final NetWork work;
  private final Tape tape = new Tape();
  private final Network network;
  private final List<Parameter> parameters;
  private final Sgd sgd;
  private final Tensor x;
  private final int[] labels;
  private final float[] probabilities;
  private Tensor y;
  private float loss;

  LanewiseNet(NetWork work, Data data) {
    this.work = work;
    int channels = work.net().channels();
    int size = work.net().size();
    network = NetPattern.parse(work.net().pattern()).build(new int[] {channels, size, size}, 0);
    parameters = network.parameters();
    sgd = new Sgd(parameters, 0, false, 0);
    for (int i = 0; i < parameters.size(); i++) {
      float[] values = data.input(i + 1);
      System.arraycopy(values, 0, parameters.get(i).tensor().data(), 0, values.length);
    }
    x = Tensor.of(data.input(0), work.batch(), channels, size, size);
    labels = work.labels();
    probabilities = new float[work.batch() * network.classes()];
    record();
  }

  private void record() {
    if (work.training()) {
      y = network.loss().apply(tape, network.scores(tape, x), labels);
    } else {
      try (var _ = tape.noGrad()) {
        y = Softmax.apply(tape, network.scores(tape, x));
      }
    }
  }

  @Override
  public void run() {
    tape.replay();
    if (work.training()) {
      loss = y.item();
      tape.backward(y);
      sgd.step(NetWork.RATE);
      sgd.zeroGrad();
    } else {
      System.arraycopy(y.data(), 0, probabilities, 0, probabilities.length);
    }
  }

  @Override
  public float[][] outputs() {
    if (!work.training()) {
      return new float[][] {probabilities};
    }
    float[][] all = new float[parameters.size() + 1][];
    all[0] = new float[] {loss};
    for (int i = 0; i < parameters.size(); i++) {
      all[i + 1] = parameters.get(i).tensor().data();
    }
    return all;
  }

  @Override
  public void close() {
    tape.close();
  }
}
