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

  private static Network net(String pattern) {
    return NetPattern.parse(pattern).build(new int[] {3, 32, 32}, 1);
  }
}
