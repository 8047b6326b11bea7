package dev.lanewise.jmh.work;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A convolution or one of its gradients: square images, kernels, strides and zero padding.
 *
 * <pre>{@code
 * forward:        x, weights, bias -> y
 * forwardPooled:  x, weights, bias -> y, the larger ones of 2 x 2
 * inputGradient:  dy, weights      -> dx
 * weightGradient: x, dy            -> dWeights, dBias
 * }</pre>
 */
public record ConvWork(
    Direction way,
    int batch,
    int channels,
    int size,
    int filters,
    int kernel,
    int stride,
    int pad,
    int dilation,
    int groups)
    implements Work {

  /** As few filters as are computed in the way of many. */
  private static final int FILTERS = 8;

  public enum Direction {
    FORWARD("forward"),
    FORWARD_POOLED("forwardPooled"),
    INPUT_GRADIENT("inputGradient"),
    WEIGHT_GRADIENT("weightGradient");

    private final String text;

    Direction(String text) {
      this.text = text;
    }
  }

  /** Batch, channels, size; filters, kernel; stride, pad, dilation and groups where not usual. */
  private static final Pattern SHAPE =
      Pattern.compile(
          "(\\d+)x(\\d+)x(\\d+)x\\3 (\\d+)x(\\d+)x\\5"
              + "(?: s(\\d+))?(?: p(\\d+))?(?: d(\\d+))?(?: g(\\d+))?");

  /** Reads what {@link #direction} and {@link #shape} say; nothing if it is no convolution. */
  public static Optional<ConvWork> parse(String direction, String shape) {
    Matcher sizes = SHAPE.matcher(shape);
    if (!sizes.matches()) {
      return Optional.empty();
    }
    int[] n =
        IntStream.rangeClosed(1, sizes.groupCount())
            .map(i -> sizes.group(i) != null ? Integer.parseInt(sizes.group(i)) : i == 7 ? 0 : 1)
            .toArray();
    return Arrays.stream(Direction.values())
        .filter(way -> way.text.equals(direction))
        .findFirst()
        .map(way -> new ConvWork(way, n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8]));
  }

  /** Rows and columns of an output, before any pooling. */
  public int outputSize() {
    return (size + 2 * pad - window()) / stride + 1;
  }

  /** Rows and columns of the image that a kernel spans. */
  public int window() {
    return (kernel - 1) * dilation + 1;
  }

  @Override
  public String op() {
    return "conv2d";
  }

  @Override
  public String direction() {
    return way.text;
  }

  @Override
  public String shape() {
    return "%dx%dx%dx%d %dx%dx%d%s%s%s%s"
        .formatted(
            batch,
            channels,
            size,
            size,
            filters,
            kernel,
            kernel,
            stride == 1 ? "" : " s" + stride,
            pad == 0 ? "" : " p" + pad,
            dilation == 1 ? "" : " d" + dilation,
            groups == 1 ? "" : " g" + groups);
  }

  @Override
  public long flops() {
    return 2L * batch * filters * outputSize() * outputSize() * products();
  }

  @Override
  public List<Array> inputs() {
    return switch (way) {
      case FORWARD, FORWARD_POOLED ->
          List.of(x("x"), weights("weights"), Array.of("bias", filters));
      case INPUT_GRADIENT -> List.of(y("dy"), weights("weights"));
      case WEIGHT_GRADIENT -> List.of(x("x"), y("dy"));
    };
  }

  @Override
  public List<Array> outputs() {
    return switch (way) {
      case FORWARD -> List.of(y("y"));
      case FORWARD_POOLED -> {
        int half = outputSize() / 2;
        yield List.of(Array.of("y", batch, filters, half, half));
      }
      case INPUT_GRADIENT -> List.of(x("dx"));
      case WEIGHT_GRADIENT -> List.of(weights("dWeights"), Array.of("dBias", filters));
    };
  }

  @Override
  public long terms() {
    return switch (way) {
      case FORWARD, FORWARD_POOLED -> products() + 1L;
      case INPUT_GRADIENT -> (long) filters / groups * kernel * kernel;
      case WEIGHT_GRADIENT -> (long) batch * outputSize() * outputSize();
    };
  }

  /** First and last image; for the gradient by the weights first and last {@link #FILTERS}. */
  @Override
  public List<Sample> samples(Data data) {
    boolean byFilter = way == Direction.WEIGHT_GRADIENT;
    int least = byFilter ? FILTERS : 1;
    int pieces = byFilter ? filters : batch;
    if (flops() <= LONG || groups != 1 || pieces <= least) {
      return Work.super.samples(data);
    }
    return IntStream.of(0, pieces - least)
        .mapToObj(i -> byFilter ? filters(i, data) : image(i, data))
        .toList();
  }

  private Sample image(int i, Data data) {
    ConvWork piece =
        new ConvWork(way, 1, channels, size, filters, kernel, stride, pad, dilation, groups);
    int from = piece.inputs().getFirst().size();
    Data part = data.with(0, data.slice(0, i * from, from));
    return new Sample(piece, part, i * piece.outputs().getFirst().size());
  }

  private Sample filters(int first, Data data) {
    ConvWork piece =
        new ConvWork(way, batch, channels, size, FILTERS, kernel, stride, pad, dilation, groups);
    int plane = outputSize() * outputSize();
    int length = FILTERS * plane;
    float[] dy = new float[batch * length];
    for (int n = 0; n < batch; n++) {
      System.arraycopy(data.input(1), (n * filters + first) * plane, dy, n * length, length);
    }
    return new Sample(piece, Data.of(data.input(0), dy), first * products(), first);
  }

  /** Products in an output. */
  private int products() {
    return channels / groups * kernel * kernel;
  }

  private Array x(String name) {
    return Array.of(name, batch, channels, size, size);
  }

  private Array weights(String name) {
    return Array.of(name, filters, channels / groups, kernel, kernel);
  }

  private Array y(String name) {
    return Array.of(name, batch, filters, outputSize(), outputSize());
  }
}
