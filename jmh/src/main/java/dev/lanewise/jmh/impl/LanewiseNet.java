package dev.lanewise.jmh.impl;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.NetWork;
import dev.lanewise.layers.Inference;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.pattern.NetPattern;
import java.util.List;

/**
 * A net as {@code NetPattern} builds it, in use as {@link Inference}, or a step as {@code Trainer}
 * makes it: recorded once, then replayed.
 */
final class LanewiseNet implements Implementation.Call {
  private final NetWork work;
  private final Tape tape = new Tape();
  private final Network network;
  private final List<Parameter> parameters;
  private final Sgd sgd;
  private Inference inference;
  private float[] probabilities;
  private Tensor lossOfBatch;
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
    if (work.training()) {
      Tensor x = Tensor.of(data.input(0), work.batch(), channels, size, size);
      lossOfBatch = network.loss().apply(tape, network.scores(tape, x), work.labels());
    } else {
      inference = new Inference(network, work.batch());
      System.arraycopy(data.input(0), 0, inference.input(), 0, inference.input().length);
    }
  }

  @Override
  public void run() {
    if (work.training()) {
      tape.replay();
      loss = lossOfBatch.item();
      tape.backward(lossOfBatch);
      sgd.step(NetWork.RATE);
      sgd.zeroGrad();
    } else {
      probabilities = inference.run();
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
    if (inference != null) {
      inference.close();
    }
  }
}
