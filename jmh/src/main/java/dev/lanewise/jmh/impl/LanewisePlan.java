package dev.lanewise.jmh.impl;

import dev.lanewise.jmh.work.ConvWork;
import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.GemmWork;
import dev.lanewise.jmh.work.Work;
import dev.lanewise.kernels.conv.Conv2dPlan;
import dev.lanewise.kernels.gemm.Gemm;
import dev.lanewise.kernels.gemm.PackedB;

/**
 * Lanewise where weights stay as they are from call to call, as they do in inference: laid out
 * once, which is not timed; oneDNN's blocked layouts and ONNX Runtime are measured so too.
 */
public final class LanewisePlan extends Lanewise {
  @Override
  public String name() {
    return "lanewise-plan";
  }

  /** Rows of a product's A are samples, its B the weights. */
  @Override
  public boolean does(Work work, int threads) {
    return switch (work) {
      case ConvWork w -> w.way() == ConvWork.Direction.FORWARD;
      case GemmWork w -> w.op().equals("gemm") && !w.transposeA();
      default -> false;
    };
  }

  @Override
  public Call prepare(Work work, Data data, int threads) {
    float[] x = data.input(0);
    float[] weights = data.input(1);
    float[] y = new float[work.outputs().getFirst().size()];
    float[][] outputs = {y};
    return switch (work) {
      case ConvWork w -> {
        Conv2dPlan plan = new Conv2dPlan(shape(w), weights, 0, data.input(2), 0);
        yield new Kernel(() -> plan.forward(x, 0, y, 0), outputs);
      }
      case GemmWork w -> {
        int m = w.m();
        int n = w.n();
        int k = w.k();
        PackedB b = new PackedB(w.transposeB(), k, n, weights, 0, w.transposeB() ? k : n);
        yield new Kernel(() -> Gemm.gemm(false, m, x, 0, k, b, 0, y, 0, n, null, null, 0), outputs);
      }
      default -> throw new IllegalArgumentException(work.toString());
    };
  }
}
