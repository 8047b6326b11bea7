package dev.lanewise.jmh.impl;

import dev.lanewise.jmh.work.ConvWork;
import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.Work;
import dev.lanewise.kernels.conv.Conv2d;
import dev.lanewise.kernels.conv.Conv2dShape;
import dev.lanewise.kernels.pool.MaxPool2d;
import dev.lanewise.kernels.pool.Pool2dShape;

/** Lanewise by a call for each of two operations that it can do in one: what that one saves. */
public final class LanewiseSeparate extends Lanewise {
  @Override
  public String name() {
    return "lanewise-separate";
  }

  @Override
  public boolean does(Work work, int threads) {
    return work instanceof ConvWork w && w.way() == ConvWork.Direction.FORWARD_POOLED;
  }

  @Override
  public Call prepare(Work work, Data data, int threads) {
    ConvWork w = (ConvWork) work;
    Conv2dShape shape = shape(w);
    int size = w.outputSize();
    Pool2dShape pool = Pool2dShape.of(w.batch(), w.filters(), size, size, 2, 2).stride(2, 2);
    float[] x = data.input(0);
    float[] weights = data.input(1);
    float[] bias = data.input(2);
    float[] full = new float[w.batch() * w.filters() * size * size];
    float[] y = new float[pool.outputSize()];
    int[] argmax = new int[y.length];
    Runnable both =
        () -> {
          Conv2d.forward(shape, x, 0, weights, 0, bias, 0, full, 0);
          MaxPool2d.forward(pool, full, 0, y, 0, argmax, 0);
        };
    return new Kernel(both, new float[][] {y});
  }
}
