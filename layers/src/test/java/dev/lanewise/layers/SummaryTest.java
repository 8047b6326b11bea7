package dev.lanewise.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.layers.pattern.NetPattern;
import org.junit.jupiter.api.Test;

class SummaryTest {
  /** CS231n: 32x32x3 and six 5x5x3 filters give 28x28x6 and (5*5*3 + 1) * 6 = 456 parameters. */
  @Test
  void numbersOfTheLectures() {
    Summary summary = summary("conv5-6p0 fc-10 softmax");
    Summary.Row conv = summary.rows().getFirst();
    assertArrayEquals(new int[] {6, 28, 28}, conv.outputShape());
    assertEquals(456, conv.parameters());
    assertEquals(28L * 28 * 6 * 5 * 5 * 3, conv.multiplyAdds());
  }

  /** CS231n, "ConvNets": ten 5x5 filters, stride 1, pad 2 on 32x32x3: 32x32x10, 760 parameters. */
  @Test
  void moreNumbersOfTheLectures() {
    Summary.Row conv = summary("conv5-10 fc-10 softmax").rows().getFirst();
    assertArrayEquals(new int[] {10, 32, 32}, conv.outputShape());
    assertEquals(760, conv.parameters());
  }

  /** LeCun 1998, with all maps of the second convolution connected: 61,706 in all. */
  @Test
  void leNet5() {
    Network net = NetPattern.parse("lenet5").build(new int[] {1, 28, 28}, 1);
    assertEquals(61_706, net.parameterCount());
    assertArrayEquals(new int[] {120, 1, 1}, net.summary().rows().get(6).outputShape());
  }

  /** CS231n, "CNN Architectures": 227x227x3, 96 11x11 filters at stride 4: 55x55x96, 35K. */
  @Test
  void alexNetsFirstLayers() {
    Summary summary = blank("conv11-96/4p0 relu pool3/2 softmax", 3, 227, 227).summary();
    assertArrayEquals(new int[] {96, 55, 55}, summary.rows().get(0).outputShape());
    assertEquals(34_944, summary.rows().get(0).parameters());
    assertArrayEquals(new int[] {96, 27, 27}, summary.rows().get(2).outputShape());
    assertEquals(0, summary.rows().get(2).parameters());
  }

  /** CS231n, "CNN Architectures": VGG-16 before its fully connected layers, layer by layer. */
  @Test
  void vgg16() {
    Summary summary =
        blank(
                "(conv3-64 relu)*2 pool (conv3-128 relu)*2 pool ((conv3-256 relu)*3 pool)"
                    + " ((conv3-512 relu)*3 pool)*2 flatten softmax",
                3,
                224,
                224)
            .summary();
    assertArrayEquals(new int[] {25_088}, summary.rows().getLast().outputShape());
    // The lectures count no biases: 1,728 and 36,864 and so on, 14,710,464; and 4,224 biases.
    assertEquals(14_710_464 + 4_224, summary.parameters());
    assertEquals(15_346_630_656L, summary.multiplyAdds());
  }

  @Test
  void groupsDivideParametersAndWork() {
    Summary.Row conv = summary("conv3-9g3 fc-10 softmax").rows().getFirst();
    assertEquals((3 * 3 * 1 + 1) * 9, conv.parameters());
    assertEquals(32L * 32 * 9 * 3 * 3, conv.multiplyAdds());
  }

  @Test
  void totalsAreThoseOfTheNet() {
    Network net = net("(conv3-8 relu pool)*2 fc-10 softmax");
    assertEquals(224 + 584 + (8 * 8 * 8 * 10 + 10), net.parameterCount());
    assertEquals(net.parameterCount(), net.summary().parameters());
    long multiplyAdds = 32L * 32 * 8 * 27 + 16 * 16 * 8 * 72 + 8 * 8 * 8 * 10;
    assertEquals(multiplyAdds, net.multiplyAdds());
    assertEquals(multiplyAdds, net.summary().multiplyAdds());
  }

  @Test
  void table() {
    assertEquals(
        """
        layer                        output       parameters  multiply-adds
        input                        3 x 32 x 32
        conv1     5x5                6 x 28 x 28         456        352,800
        relu1                        6 x 28 x 28
        pool1     max 3x3, stride 2  6 x 13 x 13
        dropout1  drops 0.5          6 x 13 x 13
        flatten1                     1014
        fc1       1014 -> 10         10               10,150         10,140
        total                                         10,606        362,940
        """,
        summary("conv5-6p0 relu pool3/2 dropout-0.5 fc-10 softmax").toString());
  }

  private static Summary summary(String pattern) {
    return net(pattern).summary();
  }

  private static Network blank(String pattern, int... inputShape) {
    return NetPattern.parse(pattern).buildBlank(inputShape);
  }

  private static Network net(String pattern) {
    return NetPattern.parse(pattern).build(new int[] {3, 32, 32}, 1);
  }
}
