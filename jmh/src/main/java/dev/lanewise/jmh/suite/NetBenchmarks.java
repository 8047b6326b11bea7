package dev.lanewise.jmh.suite;

import dev.lanewise.jmh.work.NetWork;
import dev.lanewise.jmh.work.NetWork.Net;
import dev.lanewise.jmh.work.Work;
import org.openjdk.jmh.annotations.Param;

/** Whole nets, as users run them. */
public final class NetBenchmarks {
  private NetBenchmarks() {}

  public enum Answer implements Shape {
    // The larger batch first: C2 has then compiled what one image would take seconds to warm up.
    LENET_64(Net.LENET, 64, "LeNet-5, batch 64"),
    LENET_1(Net.LENET, 1, "LeNet-5 on one image: what calls cost"),
    CIFAR_64(Net.CIFAR, 64, "the lectures' CIFAR net, batch 64"),
    CIFAR_1(Net.CIFAR, 1, "the lectures' CIFAR net on one image");

    private final NetWork work;
    private final String why;

    Answer(Net net, int batch, String why) {
      work = new NetWork(net, batch, false);
      this.why = why;
    }

    @Override
    public String why() {
      return why;
    }
  }

  public enum Step implements Shape {
    LENET(Net.LENET, "LeNet-5, batch 64"),
    CIFAR(Net.CIFAR, "the lectures' CIFAR net, batch 64");

    private final NetWork work;
    private final String why;

    Step(Net net, String why) {
      work = new NetWork(net, 64, true);
      this.why = why;
    }

    @Override
    public String why() {
      return why;
    }
  }

  public static class Inference extends Measured {
    @Param public Answer shape;

    @Override
    public Work work() {
      return shape.work;
    }
  }

  public static class Training extends Measured {
    @Param public Step shape;

    @Override
    public Work work() {
      return shape.work;
    }
  }
}
