package dev.lanewise.kernels.conv;

import dev.lanewise.testing.Oracle;
import dev.lanewise.testing.Values;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The references of convolution and its gradients against their value in double. */
class Conv2dAccuracyTest {
  @Property
  void withinTheBound(
      @ForAll(supplier = Convolutions.Any.class) Conv2dShape shape, @ForAll long seed) {
    check(shape, Values.ORDINARY, seed, 1);
  }

  @Property
  void integersAreExact(
      @ForAll(supplier = Convolutions.Any.class) Conv2dShape shape, @ForAll long seed) {
    check(shape, Values.EXACT, seed, 0);
  }

  private static void check(Conv2dShape shape, Values values, long seed, double tolerance) {
    Conv2dShape s = shape.direct();
    float[] x = values.floats(s.inputSize(), seed);
    float[] w = values.floats(s.weightSize(), seed + 1);
    float[] dy = values.floats(s.outputSize(), seed + 2);
    float[] bias = values.floats(s.filters(), seed + 3);
    float[] y = new float[s.outputSize()];
    Conv2dReference.forward(s, x, 0, w, 0, bias, 0, y, 0);
    int kernel = s.kernelHeight() * s.kernelWidth();
    close(
        "y",
        s.channels() / s.groups() * kernel + 1,
        ConvolutionOracle.forward(s, x, w, bias),
        y,
        tolerance,
        Convolutions.output(s));
    float[] dx = new float[s.inputSize()];
    Conv2dReference.inputGradient(s, dy, 0, w, 0, dx, 0);
    // As many sums as padded pixels show one are added up in it.
    close(
        "dx",
        s.filters() / s.groups() * kernel + ConvolutionOracle.copies(s),
        ConvolutionOracle.inputGradient(s, dy, w),
        dx,
        tolerance,
        Convolutions.input(s));
    float[] dw = new float[s.weightSize()];
    Conv2dReference.weightGradient(s, x, 0, dy, 0, dw, 0, null, 0);
    close(
        "dWeights",
        s.batch() * (s.outputHeight() * s.outputWidth() + 1),
        ConvolutionOracle.weightGradient(s, x, dy),
        dw,
        tolerance,
        Convolutions.weights(s));
  }

  private static void close(
      String name, int k, ConvolutionOracle o, float[] actual, double tolerance, int[] shape) {
    double[] magnitude = o.magnitude.clone();
    for (int i = 0; i < magnitude.length; i++) {
      magnitude[i] *= tolerance;
    }
    Oracle.assertClose(name, k, o.exact, magnitude, actual, shape);
  }
}
