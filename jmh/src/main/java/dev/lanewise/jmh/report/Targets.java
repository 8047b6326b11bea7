package dev.lanewise.jmh.report;

import static dev.lanewise.jmh.report.Target.NOTHING;
import static dev.lanewise.jmh.report.Who.OURS;
import static dev.lanewise.jmh.report.Who.PLAN;

import dev.lanewise.jmh.report.Row.Key;
import dev.lanewise.jmh.work.ConvWork;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** How fast this library wants to be. */
final class Targets {
  private static final Baseline BLAS =
      Baseline.bestOf("openblas", "mkl", "onednn", "onednn-blocked");
  private static final Baseline ONEDNN = Baseline.bestOf("onednn", "onednn-blocked");
  private static final Baseline BLOCKED = Baseline.bestOf("onednn-blocked");
  private static final Baseline PYTORCH = Baseline.bestOf("pytorch");
  private static final Baseline SOFT = Baseline.bestOf("onednn", "pytorch");
  private static final Baseline ONNX = Baseline.bestOf("onnxruntime");
  private static final Baseline ANY = Baseline.BEST_OF_ALL;
  private static final Baseline LIMIT = Baseline.LIMIT;
  private static final Baseline ONE_THREAD = Baseline.ONE_THREAD;

  private static final Predicate<Key> GEMM = op("gemm");
  private static final Predicate<Key> CUBE = GEMM.and(shape("1024x1024x1024 NN"));
  private static final Predicate<Key> LARGE = GEMM.and(Targets::isLarge);

  private static final Predicate<Key> CONV = op("conv2d");
  private static final Predicate<Key> FORWARD = CONV.and(direction("forward"));
  private static final Predicate<Key> INPUT = CONV.and(direction("inputGradient"));
  private static final Predicate<Key> WEIGHTS = CONV.and(direction("weightGradient"));
  private static final Predicate<Key> BY_3X3 = filters(Targets::isPlain3x3);
  private static final Predicate<Key> OTHERS = BY_3X3.negate();
  private static final Predicate<Key> FROM_3_TO_6 =
      filters(w -> w.channels() == 3 && w.filters() == 6 && w.kernel() == 5).and(WEIGHTS.negate());
  private static final Predicate<Key> DEPTHWISE =
      filters(w -> w.groups() > 1 && w.groups() == w.channels()).and(WEIGHTS.negate());

  private static final Predicate<Key> MAX_POOL = op("maxPool2d");
  private static final Predicate<Key> AVERAGES = op("avgPool2d", "globalAvgPool2d");
  private static final Predicate<Key> SMOOTH =
      op("exp", "sigmoid", "tanh", "elu", "gelu", "softplus");
  private static final Predicate<Key> IN_L2 = SMOOTH.and(shape("16384"));
  private static final Predicate<Key> IN_MEMORY = SMOOTH.and(shape("2097152"));
  private static final Predicate<Key> SIMPLE = op("relu", "leakyRelu", "axpy", "dot", "sum");
  private static final Predicate<Key> SOFTMAX = op("softmax", "logSoftmax", "crossEntropy");

  private static final Predicate<Key> CIFAR = op("net").and(k -> k.shape().startsWith("cifar "));
  private static final Predicate<Key> TRAINING = CIFAR.and(direction("training"));
  private static final Predicate<Key> INFERENCE = CIFAR.and(direction("inference"));

  private static final List<Target> NAMED =
      List.of(
          new Target("gemm", OURS, GEMM, BLAS, 1, 0.85),
          new Target("gemm", PLAN, GEMM, BLAS, NOTHING, NOTHING),
          new Target("gemm 1024 cubed", OURS, CUBE, LIMIT, 0.9, NOTHING),
          new Target("gemv", OURS, op("gemv"), BLAS, 1, NOTHING),
          new Target("gemm", OURS, GEMM, ANY, NOTHING, NOTHING),
          new Target("gemv", OURS, op("gemv"), ANY, NOTHING, NOTHING),
          new Target("conv 3x3 stride 1, forward", OURS, FORWARD.and(BY_3X3), ONEDNN, 1.5, NOTHING),
          new Target("conv 3x3 stride 1, forward", PLAN, FORWARD.and(BY_3X3), ONEDNN, 1.5, NOTHING),
          new Target(
              "conv 3x3 stride 1, input gradient", OURS, INPUT.and(BY_3X3), ONEDNN, 1.5, NOTHING),
          new Target("conv others, forward", OURS, FORWARD.and(OTHERS), ONEDNN, 1, 0.8),
          new Target("conv others, forward", PLAN, FORWARD.and(OTHERS), ONEDNN, 1, 0.8),
          new Target("conv others, input gradient", OURS, INPUT.and(OTHERS), ONEDNN, 1, 0.8),
          new Target(
              "conv 3 to 6 by 5x5, forward and input gradient", OURS, FROM_3_TO_6, ONEDNN, 2, 2),
          new Target("conv depthwise, forward and input gradient", OURS, DEPTHWISE, ONEDNN, 2, 2),
          new Target("conv, weight gradient", OURS, WEIGHTS, BLOCKED, 1, NOTHING),
          new Target("max pool", OURS, MAX_POOL, ONEDNN, 3, NOTHING),
          new Target("max pool", OURS, MAX_POOL, PYTORCH, 10, NOTHING),
          new Target("max pool", OURS, MAX_POOL, LIMIT, 0.7, NOTHING),
          new Target("average pools", OURS, AVERAGES, ONEDNN, NOTHING, NOTHING),
          new Target("exp .. softplus, 16,384", OURS, IN_L2, ONEDNN, 1.5, NOTHING),
          new Target("exp .. softplus, 16,384", OURS, IN_L2, PYTORCH, 3, NOTHING),
          new Target("exp .. softplus, 2 M", OURS, IN_MEMORY, ONEDNN, NOTHING, NOTHING),
          new Target("exp .. softplus, 2 M", OURS, IN_MEMORY, ANY, NOTHING, NOTHING),
          new Target("exp .. softplus, 2 M", OURS, IN_MEMORY, LIMIT, NOTHING, NOTHING),
          new Target("relu, leaky relu, axpy, dot, sum", OURS, SIMPLE, ANY, 1, NOTHING),
          new Target("relu, leaky relu, axpy, dot, sum", OURS, SIMPLE, LIMIT, 0.85, NOTHING),
          new Target("softmax, log-softmax, cross-entropy", OURS, SOFTMAX, SOFT, 2, NOTHING),
          new Target("softmax, log-softmax, cross-entropy", OURS, SOFTMAX, ANY, NOTHING, NOTHING),
          new Target("CIFAR net, training step", OURS, TRAINING, PYTORCH, 3, NOTHING),
          new Target("CIFAR net, inference", OURS, INFERENCE, PYTORCH, 3, NOTHING),
          new Target("CIFAR net, inference", OURS, INFERENCE, ONNX, 1.3, NOTHING),
          new Target("gemm 512 and up", OURS, LARGE, ONE_THREAD, 1.85, NOTHING),
          new Target("convolutions", OURS, CONV, ONE_THREAD, 1.85, NOTHING),
          new Target("CIFAR net, training step", OURS, TRAINING, ONE_THREAD, 1.85, NOTHING));

  private static final Predicate<Key> REST =
      key -> NAMED.stream().noneMatch(target -> target.rows().test(key));

  /** And what they leave, so that nothing that was measured is left out. */
  static final List<Target> ALL =
      Stream.concat(
              NAMED.stream(),
              Stream.of(new Target("all other rows", OURS, REST, ANY, NOTHING, NOTHING)))
          .toList();

  private Targets() {}

  /** A 3 x 3 convolution of stride 1, neither dilated nor in groups. */
  static boolean isPlain3x3(ConvWork w) {
    return w.kernel() == 3 && w.stride() == 1 && w.dilation() == 1 && w.groups() == 1;
  }

  /** {@code MxNxK NN} of at least 512 each. */
  private static boolean isLarge(Key key) {
    String[] sizes = key.shape().split(" ")[0].split("x");
    return Arrays.stream(sizes)
        .allMatch(n -> n.matches("[0-9]{1,9}") && Integer.parseInt(n) >= 512);
  }

  private static Predicate<Key> op(String... ops) {
    return key -> Arrays.asList(ops).contains(key.op());
  }

  private static Predicate<Key> direction(String direction) {
    return key -> key.direction().equals(direction);
  }

  private static Predicate<Key> shape(String shape) {
    return key -> key.shape().equals(shape);
  }

  private static Predicate<Key> filters(Predicate<ConvWork> wanted) {
    return CONV.and(key -> ConvWork.parse(key.direction(), key.shape()).filter(wanted).isPresent());
  }
}
