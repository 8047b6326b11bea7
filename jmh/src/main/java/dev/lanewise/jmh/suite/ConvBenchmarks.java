package dev.lanewise.jmh.suite;

import dev.lanewise.jmh.work.ConvWork;
import dev.lanewise.jmh.work.ConvWork.Direction;
import dev.lanewise.jmh.work.Work;
import org.openjdk.jmh.annotations.Param;

/** Convolutions of the nets that people run. */
public final class ConvBenchmarks {
  private ConvBenchmarks() {}

  public enum Layer implements Shape {
    LENET_1(64, 1, 32, 6, 5, 1, 0, 1, 1, "LeNet-5, first layer: one channel, six filters"),
    LENET_2(64, 6, 14, 16, 5, 1, 0, 1, 1, "LeNet-5, second layer"),
    CIFAR_6(64, 3, 32, 6, 5, 1, 0, 1, 1, "the lectures' example, six filters of 5x5"),
    CIFAR_5X5(64, 3, 32, 32, 5, 1, 2, 1, 1, "the lectures' CIFAR net, first layer, 5x5"),
    CIFAR_3X3(64, 32, 32, 32, 3, 1, 1, 1, 1, "the lectures' CIFAR net, second layer"),
    VGG_WIDE(1, 64, 224, 64, 3, 1, 1, 1, 1, "VGG-16 conv1_2: large planes"),
    VGG_DEEP(1, 512, 28, 512, 3, 1, 1, 1, 1, "VGG-16 conv4_2: many channels"),
    RESNET_STEM(1, 3, 224, 64, 7, 2, 3, 1, 1, "ResNet, first layer: 7x7, stride 2"),
    RESNET_64(1, 64, 56, 64, 3, 1, 1, 1, 1, "ResNet, first stage"),
    RESNET_64_B64(64, 64, 56, 64, 3, 1, 1, 1, 1, "ResNet, first stage, batch 64"),
    RESNET_256(1, 256, 14, 256, 3, 1, 1, 1, 1, "ResNet, third stage"),
    RESNET_256_B64(64, 256, 14, 256, 3, 1, 1, 1, 1, "ResNet, third stage, batch 64"),
    RESNET_512(1, 512, 7, 512, 3, 1, 1, 1, 1, "ResNet, fourth stage: small planes"),
    RESNET_DOWN(1, 64, 56, 128, 3, 2, 1, 1, 1, "ResNet, down to the second stage: stride 2"),
    RESNET_1X1(1, 256, 56, 64, 1, 1, 0, 1, 1, "ResNet-50 bottleneck: 1x1"),
    DILATED(1, 64, 56, 64, 3, 1, 2, 2, 1, "DeepLab: 3x3, dilated by 2"),
    DEPTHWISE(1, 128, 56, 128, 3, 1, 1, 1, 128, "MobileNet: one filter a channel");

    private final int batch;
    private final int channels;
    private final int size;
    private final int filters;
    private final int kernel;
    private final int stride;
    private final int pad;
    private final int dilation;
    private final int groups;
    private final String why;

    Layer(
        int batch,
        int channels,
        int size,
        int filters,
        int kernel,
        int stride,
        int pad,
        int dilation,
        int groups,
        String why) {
      this.batch = batch;
      this.channels = channels;
      this.size = size;
      this.filters = filters;
      this.kernel = kernel;
      this.stride = stride;
      this.pad = pad;
      this.dilation = dilation;
      this.groups = groups;
      this.why = why;
    }

    Work work(Direction way) {
      return new ConvWork(
          way, batch, channels, size, filters, kernel, stride, pad, dilation, groups);
    }

    @Override
    public String why() {
      return why;
    }
  }

  /** Those that nets put max pooling of 2 x 2 behind. */
  public enum Pooled implements Shape {
    CIFAR_32(32, 32, "the lectures' CIFAR net, second layer"),
    CIFAR_64(64, 16, "the lectures' CIFAR net, fourth layer");

    private final ConvWork work;
    private final String why;

    Pooled(int channels, int size, String why) {
      work = new ConvWork(Direction.FORWARD_POOLED, 64, channels, size, channels, 3, 1, 1, 1, 1);
      this.why = why;
    }

    @Override
    public String why() {
      return why;
    }
  }

  public static class Forward extends Measured {
    @Param public Layer shape;

    @Override
    public Work work() {
      return shape.work(Direction.FORWARD);
    }
  }

  public static class ForwardPooled extends Measured {
    @Param public Pooled shape;

    @Override
    public Work work() {
      return shape.work;
    }
  }

  public static class InputGradient extends Measured {
    @Param public Layer shape;

    @Override
    public Work work() {
      return shape.work(Direction.INPUT_GRADIENT);
    }
  }

  public static class WeightGradient extends Measured {
    @Param public Layer shape;

    @Override
    public Work work() {
      return shape.work(Direction.WEIGHT_GRADIENT);
    }
  }
}
