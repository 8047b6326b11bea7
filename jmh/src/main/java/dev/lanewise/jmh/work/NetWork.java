package dev.lanewise.jmh.work;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A whole net on one batch: its probabilities, or a step of plain SGD (rate {@link #RATE}) on its
 * cross-entropy. Image i has the label {@code i % classes}.
 *
 * <pre>{@code
 * inference: x, weights and bias of each layer -> probabilities
 * training:  x, weights and bias of each layer -> loss before the step, each parameter after it
 * }</pre>
 */
public record NetWork(Net net, int batch, boolean training) implements Work {
  public static final float RATE = 0.05f;

  /** Images in the step that is compared with the reference, which would take long over a batch. */
  private static final int CHECKED_BATCH = 2;

  /** A layer. */
  public sealed interface Layer {}

  /** Stride 1, a bias. */
  public record Conv(int channels, int filters, int kernel, int pad) implements Layer {}

  public record Relu() implements Layer {}

  /** 2x2 by 2, maximum. */
  public record Pool() implements Layer {}

  /** Weights: [outputs, inputs], and a bias. */
  public record Linear(int inputs, int outputs) implements Layer {}

  /** Nets that end in ten scores. */
  public enum Net {
    LENET(
        1,
        32,
        new Conv(1, 6, 5, 0),
        new Relu(),
        new Pool(),
        new Conv(6, 16, 5, 0),
        new Relu(),
        new Pool(),
        new Linear(400, 120),
        new Relu(),
        new Linear(120, 84),
        new Relu(),
        new Linear(84, 10)),

    CIFAR(
        3,
        32,
        new Conv(3, 32, 3, 1),
        new Relu(),
        new Conv(32, 32, 3, 1),
        new Relu(),
        new Pool(),
        new Conv(32, 64, 3, 1),
        new Relu(),
        new Conv(64, 64, 3, 1),
        new Relu(),
        new Pool(),
        new Linear(4096, 256),
        new Relu(),
        new Linear(256, 10));

    private final int channels;
    private final int size;
    private final List<Layer> layers;

    Net(int channels, int size, Layer... layers) {
      this.channels = channels;
      this.size = size;
      this.layers = List.of(layers);
    }

    public int channels() {
      return channels;
    }

    /** Rows and columns of an image. */
    public int size() {
      return size;
    }

    public List<Layer> layers() {
      return layers;
    }

    /** In the notation of {@code NetPattern}. */
    public String pattern() {
      StringBuilder pattern = new StringBuilder();
      for (Layer layer : layers) {
        pattern.append(
            switch (layer) {
              case Conv c -> "conv%d-%dp%d ".formatted(c.kernel, c.filters, c.pad);
              case Relu _ -> "relu ";
              case Pool _ -> "pool ";
              case Linear l -> "fc-%d ".formatted(l.outputs);
            });
      }
      return pattern.append("softmax").toString();
    }

    private long multiplyAdds() {
      long sum = 0;
      int side = size;
      for (Layer layer : layers) {
        switch (layer) {
          case Conv c -> {
            side += 2 * c.pad - c.kernel + 1;
            sum += (long) c.filters * side * side * c.channels * c.kernel * c.kernel;
          }
          case Pool _ -> side /= 2;
          case Linear l -> sum += (long) l.inputs * l.outputs;
          case Relu _ -> {}
        }
      }
      return sum;
    }

    private List<Array> parameters() {
      List<Array> all = new ArrayList<>();
      for (Layer layer : layers) {
        switch (layer) {
          case Conv c -> {
            add(all, c.channels * c.kernel * c.kernel, c.filters, c.channels, c.kernel, c.kernel);
          }
          case Linear l -> add(all, l.inputs, l.outputs, l.inputs);
          case Relu _, Pool _ -> {}
        }
      }
      return all;
    }

    private static void add(List<Array> all, int fanIn, int... dims) {
      int number = all.size() / 2 + 1;
      float bound = (float) Math.sqrt(6.0 / fanIn); // He's initialisation
      all.add(Array.of("weights" + number, dims).values(-bound, bound));
      all.add(Array.of("bias" + number, dims[0]).values(-0.1f, 0.1f));
    }
  }

  public int[] labels() {
    return IntStream.range(0, batch).map(i -> i % 10).toArray();
  }

  @Override
  public String op() {
    return "net";
  }

  @Override
  public String direction() {
    return training ? "training" : "inference";
  }

  @Override
  public String shape() {
    String images = "%dx%dx%dx%d".formatted(batch, net.channels, net.size, net.size);
    return net.name().toLowerCase(Locale.ROOT) + " " + images;
  }

  /** Convolutions and products; going back costs twice as much as going forward. */
  @Override
  public long flops() {
    return 2 * net.multiplyAdds() * batch * (training ? 3 : 1);
  }

  @Override
  public List<Array> inputs() {
    List<Array> all = new ArrayList<>();
    all.add(Array.of("x", batch, net.channels, net.size, net.size));
    all.addAll(net.parameters());
    return all;
  }

  @Override
  public List<Array> outputs() {
    if (!training) {
      return List.of(Array.of("probabilities", batch, 10));
    }
    List<Array> all = new ArrayList<>();
    all.add(Array.of("loss", 1));
    all.addAll(net.parameters());
    return all;
  }

  /** Of the longest sum, in the first linear layer. */
  @Override
  public long terms() {
    return 4096;
  }

  @Override
  public Work checked() {
    return training ? new NetWork(net, Math.min(batch, CHECKED_BATCH), true) : this;
  }

  /** First and last image. */
  @Override
  public List<Sample> samples(Data data) {
    if (flops() <= LONG || training) {
      return Work.super.samples(data);
    }
    int image = net.channels * net.size * net.size;
    NetWork one = new NetWork(net, 1, false);
    return IntStream.of(0, batch - 1)
        .mapToObj(i -> new Sample(one, data.with(0, data.slice(0, i * image, image)), i * 10))
        .toList();
  }
}
