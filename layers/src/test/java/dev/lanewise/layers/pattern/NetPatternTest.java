package dev.lanewise.layers.pattern;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.layers.Loss;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Summary;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetPatternTest {
  private static final int[] CIFAR = {3, 32, 32};

  @Test
  void repeatsAndNests() {
    Network net = build("((conv3-32 relu)*2 pool)*2 (fc-128 relu) fc-10 softmax");
    assertEquals(
        "conv1 relu1 conv2 relu2 pool1 conv3 relu3 conv4 relu4 pool2 " + "flatten1 fc1 relu5 fc2",
        names(net));
    assertEquals(10, net.classes());
    assertEquals(Loss.SOFTMAX, net.loss());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "conv3-4, relu, pool, fc-10, softmax",
        " ( conv3-4 relu pool ) fc-10 softmax ",
        "conv3-4 relu\n pool\tfc-10 softmax",
        "(((conv3-4)))(relu)(pool)fc-10 softmax",
        "(conv3-4 relu pool)*1 fc-10*1 softmax"
      })
  void separatorsAndParenthesesChangeNothing(String pattern) {
    assertEquals("conv1 relu1 pool1 flatten1 fc1", names(build(pattern)));
    assertEquals(build("conv3-4 relu pool fc-10 softmax").weightsSha256(), hash(pattern));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          conv3-8       | 8 x 32 x 32
          conv4-8       | 8 x 32 x 32
          conv5-6p0     | 6 x 28 x 28
          conv3-8/2     | 8 x 16 x 16
          conv3-8/2p0   | 8 x 15 x 15
          conv3-8p0d2   | 8 x 28 x 28
          conv3-8d2     | 8 x 32 x 32
          conv3-9g3     | 9 x 32 x 32
          conv3-8m      | 8 x 32 x 32
          conv3-8s      | 8 x 32 x 32
          conv3-8r      | 8 x 32 x 32
          conv5-8/2p2m  | 8 x 16 x 16
          conv1-6       | 6 x 32 x 32
          tconv2-6/2    | 6 x 64 x 64
          tconv4-6/2p1  | 6 x 64 x 64
          tconv3-6      | 6 x 34 x 34
          pool          | 3 x 16 x 16
          pool3/2       | 3 x 15 x 15
          pool3/2p1     | 3 x 16 x 16
          pool4         | 3 x 8 x 8
          avgpool3/2    | 3 x 15 x 15
          gap           | 3
          flatten       | 3072
          fc-7          | 7
          elu           | 3 x 32 x 32
          leakyrelu     | 3 x 32 x 32
          gelu          | 3 x 32 x 32
          prelu         | 3 x 32 x 32
          silu          | 3 x 32 x 32
          softplus      | 3 x 32 x 32
          dropout-0.5   | 3 x 32 x 32
          maxout3       | 1 x 32 x 32
          bn            | 3 x 32 x 32
          ln            | 3 x 32 x 32
          """)
  void everyLayerHasItsOutputShape(String layer, String shape) {
    Summary summary = build(layer + " fc-10 softmax").summary();
    int row = layer.startsWith("fc") ? 1 : 0;
    List<String> sizes = new java.util.ArrayList<>();
    for (int size : summary.rows().get(row).outputShape()) {
      sizes.add(String.valueOf(size));
    }
    assertEquals(shape, String.join(" x ", sizes));
  }

  @Test
  void batchNormTakesTheBiasOfTheConvolutionBeforeAndTheReluAfter() {
    Network net = build("(conv3-8 bn relu)*2 conv3-8 relu bn fc-10 softmax");
    assertEquals("conv1 bn1 conv2 bn2 conv3 relu1 bn3 flatten1 fc1", names(net));
    List<Summary.Row> rows = net.summary().rows();
    assertEquals("3x3, pad 1, no bias", rows.get(0).description());
    assertEquals("8 channels, relu", rows.get(1).description());
    assertEquals("3x3, pad 1", rows.get(4).description());
    assertEquals("8 channels", rows.get(6).description());
    assertEquals(3 * 9 * 8, rows.get(0).parameters());
    assertEquals(16, rows.get(1).parameters());
  }

  @Test
  void residualBlocksNestAndHaveNamesInside() {
    Network net = build("(res(conv3-3 bn relu res(conv3-3)) relu)*2 fc-10 softmax");
    assertEquals("res1 relu1 res2 relu2 flatten1 fc1", names(net));
    assertEquals(
        List.of(
            "res1.conv1.weight",
            "res1.bn1.gamma",
            "res1.bn1.beta",
            "res1.res1.conv1.weight",
            "res1.res1.conv1.bias"),
        net.parameters().stream().limit(5).map(parameter -> parameter.name()).toList());
    assertEquals("res2.bn1.variance", net.buffers().getLast().name());
    Summary.Row block = net.summary().rows().getFirst();
    assertEquals("x + (conv1 bn1 res1)", block.description());
    assertEquals(81 + 6 + 84, block.parameters());
    assertEquals(2 * 81 * 32 * 32, block.multiplyAdds());
    // Each layer draws weights of its own.
    long different =
        net.parameters().stream()
            .filter(parameter -> parameter.tensor().rank() == 4)
            .mapToInt(parameter -> java.util.Arrays.hashCode(parameter.tensor().data()))
            .distinct()
            .count();
    assertEquals(4, different);
  }

  @ParameterizedTest
  @EnumSource
  void presetsAreNetsForTenClasses(Preset preset) {
    NetPattern pattern = NetPattern.parse(preset.toString());
    assertEquals(preset.pattern(), pattern.toString());
    int[] shape = preset == Preset.LENET5 ? new int[] {1, 28, 28} : CIFAR;
    assertEquals(10, pattern.build(shape, 1).classes());
    assertTrue(NetPattern.GRAMMAR.contains(preset.toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "conv3-8, '3x3, pad 1'",
    "conv3-8m, '3x3, pad 1, reflect'",
    "conv3-8s, '3x3, pad 1, symmetric'",
    "conv3-8p2r/2, '3x3, stride 2, pad 2, replicate'"
  })
  void paddingIsWhatItsLetterSays(String layer, String description) {
    assertEquals(
        description, build(layer + " fc-10 softmax").summary().rows().getFirst().description());
  }

  @Test
  void lossChoosesTheLoss() {
    assertEquals(Loss.SVM, build("fc-10 svm").loss());
  }

  @Test
  void scoresAreFlattenedBeforeTheLoss() {
    assertEquals("conv1 gap1", names(build("conv1-10 gap softmax")));
    assertEquals("pool1 conv1 flatten1", names(build("pool32 conv1-10 softmax")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          (conv3-32 relu)*2 cnv3-32 softmax | 19 | expected a layer (conv, pool, fc, ...), found 'cnv3-32'
          conv3 softmax                     | 6  | expected -FILTERS, as in conv3-32, found a space
          conv3_32 softmax                  | 6  | expected -FILTERS, as in conv3-32, found '_32'
          conv-32 softmax                   | 5  | expected the window, as in conv3-32, found '-32'
          conv0-32 softmax                  | 5  | expected the window, as in conv3-32, from 1 to 9999999, found '0-32'
          conv3-12345678 softmax            | 7  | expected -FILTERS, as in conv3-32, from 1 to 9999999, found '12345678'
          conv3-32x softmax                 | 9  | expected a space after conv3-32, found 'x'
          conv3-32/2/2 softmax              | 11 | expected a space after conv3-32/2, found '/2'
          fc128 softmax                     | 3  | expected -OUTPUTS, as in fc-128, found '128'
          relu2 softmax                     | 5  | expected a space after relu, found '2'
          maxout1 fc-10 softmax             | 7  | expected the number of pieces (2 or more), as in maxout2, from 2 to 9999999, found '1'
          dropout-1.5 fc-10 softmax         | 8  | expected -PROBABILITY above 0 and below 1, as in dropout-0.5, found '-1.5'
          dropout fc-10 softmax             | 8  | expected -PROBABILITY above 0 and below 1, as in dropout-0.5, found a space
          fc-10                             | 6  | expected softmax or svm at the end, found the end
          softmax                           | 1  | expected a layer (conv, pool, fc, ...), found 'softmax'
          (fc-10 softmax)                   | 8  | expected a layer (conv, pool, fc, ...); the loss stands at the end, outside all parentheses, found 'softmax'
          fc-10 softmax fc-10               | 15 | expected nothing after softmax, found 'fc-10'
          (conv3-32 relu softmax            | 16 | expected a layer (conv, pool, fc, ...); the loss stands at the end, outside all parentheses, found 'softmax'
          (conv3-32 relu                    | 15 | expected a layer (conv, pool, fc, ...) or ')', found the end
          res relu fc-10 softmax            | 4  | expected '(' and the layers of f, as in res(conv3-32 relu conv3-32), found a space
          res(relu fc-10 softmax            | 16 | expected a layer (conv, pool, fc, ...); the loss stands at the end, outside all parentheses, found 'softmax'
          (res((relu)*40))*40 softmax       | 1  | expected at most 1000 layers in the net
          relu) fc-10 softmax               | 5  | expected a layer (conv, pool, fc, ...) or softmax or svm at the end, found ')'
          () fc-10 softmax                  | 2  | expected a layer (conv, pool, fc, ...), found ')'
          (relu)*0 fc-10 softmax            | 8  | expected the number of repetitions, as in (conv3-32 relu)*2, from 1 to 9999999, found '0'
          (relu)* fc-10 softmax             | 9  | expected the number of repetitions, as in (conv3-32 relu)*2, found 'fc-10'
          ((relu)*1000)*1000 softmax        | 1  | expected at most 1000 layers in the net
          RELU fc-10 softmax                | 1  | expected a layer (conv, pool, fc, ...), found 'RELU'
          """)
  void errorsSayWhereAndWhat(String pattern, int column, String problem) {
    PatternException e = assertThrows(PatternException.class, () -> NetPattern.parse(pattern));
    String[] lines = e.getMessage().split("\\R");
    assertEquals("net pattern, column " + column + ": " + problem, lines[0]);
    assertEquals("  " + pattern, lines[1]);
    assertEquals(" ".repeat(column + 1) + "^", lines[2]);
    assertEquals(column, e.column());
  }

  @Test
  void theEmptyPatternIsRefused() {
    PatternException e = assertThrows(PatternException.class, () -> NetPattern.parse(" "));
    assertTrue(e.getMessage().contains("expected a layer (conv, pool, fc, ...), found the end"));
  }

  @Test
  void bottomlessParenthesesAreRefused() {
    PatternException e =
        assertThrows(PatternException.class, () -> NetPattern.parse("(".repeat(100_000)));
    assertTrue(e.getMessage().contains("at most 50 parentheses"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          pool*6 fc-10 softmax             | 1  | layer 6, pool, does not fit its input [3, 1, 1]
          relu conv35-8p0 fc-10 softmax    | 6  | layer 2, conv35-8p0, does not fit its input [3, 32, 32]
          pool16 conv7-8m fc-10 softmax    | 8  | padTop: expected at most 1 (reflect padding, height 2), actual 3
          pool16 conv7-8s fc-10 softmax    | 8  | padTop: expected at most 2 (symmetric padding, height 2), actual 3
          conv3-8g2 fc-10 softmax          | 1  | groups: expected a divisor of 3 channels and 8 filters, actual 2
          fc-8 conv3-8 fc-10 softmax       | 6  | layer 2, conv3-8, does not fit its input [8]: expected an input [channels, height, width]
          tconv1-8p16 fc-10 softmax        | 1  | height: expected 1 or more, actual 0
          fc-8 tconv1-8 fc-10 softmax      | 6  | expected an input [channels, height, width]
          fc-8 pool fc-10 softmax          | 6  | expected an input [channels, height, width], actual [8]
          relu res(conv3-8) fc-10 softmax  | 6  | layer 2, res(conv3-8), does not fit its input [3, 32, 32]: expected f(x) of the shape of x, [3, 32, 32], to add them, actual [8, 32, 32]
          res(relu conv9-3p0*9) fc-1 softmax | 10 | layer 5, conv9-3p0, does not fit its input [3, 8, 8]
          maxout2 fc-10 softmax            | 1  | expected channels that are a multiple of 2 pieces, actual 3
          fc-9999999 fc-10 softmax         | 1  | layer 1, fc-9999999, does not fit its input [3072]
          relu conv3-9999999 fc-10 softmax | 6  | layer 2, conv3-9999999, does not fit its input [3, 32, 32]: shape: expected sizes of 1 or more and at most 2^31 - 1 in all, actual [9999999, 32, 32]
          """)
  void netsThatDoNotFitNameTheLayer(String pattern, int column, String problem) {
    PatternException e = assertThrows(PatternException.class, () -> build(pattern));
    assertTrue(
        e.getMessage().startsWith("net pattern, column " + column + ": layer "), e::getMessage);
    assertTrue(e.getMessage().contains(problem), e::getMessage);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          relu conv3-8/2 fc-10 softmax    | 6  | layer 2, conv3-8/2, does not fit its input [3, 32, 32]: height: expected (W - F + 2P) / S + 1 to be whole, actual (32 - 3 + 2 * 1) / 2 + 1 = 16.50; would fit: stride 1, padding none
          conv3-8 pool3/2 fc-10 softmax   | 9  | layer 2, pool3/2, does not fit its input [8, 32, 32]: height: expected (W - F + 2P) / S + 1 to be whole, actual (32 - 3 + 2 * 0) / 2 + 1 = 15.50; would fit: stride 1, padding none
          avgpool5/5 fc-10 softmax        | 1  | layer 1, avgpool5/5, does not fit its input [3, 32, 32]: height: expected (W - F + 2P) / S + 1 to be whole, actual (32 - 5 + 2 * 0) / 5 + 1 = 6.40; would fit: stride 1 or 3, padding 4
          res(relu conv4-3/3p0) fc-1 softmax | 10 | layer 2, conv4-3/3p0, does not fit its input [3, 32, 32]: height: expected (W - F + 2P) / S + 1 to be whole, actual (32 - 4 + 2 * 0) / 3 + 1 = 10.33; would fit: stride 1 or 2 or 4, padding 1
          """)
  void strictNetsHaveStridesThatDivide(String pattern, int column, String problem) {
    NetPattern strict = NetPattern.parse(pattern).strict();
    PatternException e = assertThrows(PatternException.class, () -> strict.build(CIFAR, 1));
    assertEquals(
        "net pattern, column " + column + ": " + problem, e.getMessage().lines().findFirst().get());
  }

  @Test
  void strictnessChangesNoNetThatItAccepts() {
    String pattern = "conv4-8/2p1 res(conv3-8 relu) pool tconv3-8/2 fc-10 softmax";
    Network strict = NetPattern.parse(pattern).strict().build(CIFAR, 1);
    assertEquals(hash(pattern), strict.weightsSha256());
    assertEquals(pattern, strict.pattern());
  }

  /** He before ReLU and its kin, seen through whatever only passes signals on; Xavier otherwise. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          conv3-64 relu fc-10 softmax              | true
          conv3-64 pool dropout-0.5 lrelu fc-10 softmax | true
          conv3-64 elu fc-10 softmax               | true
          conv3-64 maxout2 fc-10 softmax           | true
          conv3-64 bn relu fc-10 softmax           | true
          conv3-64 gap fc-10 relu softmax          | false
          conv3-64 tanh relu fc-10 softmax         | false
          conv3-64 pool sigmoid fc-10 softmax      | false
          conv3-64 fc-10 relu softmax              | false
          conv3-64 softmax                         | false
          """)
  void initialisationFollowsTheNextActivation(String pattern, boolean he) {
    float[] weights = build(pattern).parameters().getFirst().tensor().data();
    double squares = 0;
    for (float weight : weights) {
      squares += (double) weight * weight;
    }
    double variance = squares / weights.length;
    double expected = he ? 2.0 / (3 * 9) : 2.0 / (3 * 9 + 64 * 9);
    assertEquals(expected, variance, 0.2 * expected);
  }

  @Test
  void weightsAreAFunctionOfTheSeed() {
    NetPattern pattern = NetPattern.parse("conv3-8 relu pool fc-10 softmax");
    String hash = pattern.build(CIFAR, 7).weightsSha256();
    assertEquals(hash, pattern.build(CIFAR, 7).weightsSha256());
    assertNotEquals(hash, pattern.build(CIFAR, 8).weightsSha256());
    // Computed by another program, in another language.
    assertEquals("49bef264e9ec67cce13bc3f932223682591e611b2b2b38e40cf995a08888328c", hash);
  }

  @Test
  void aLayersWeightsDoNotDependOnOtherLayers() {
    float[] small = build("conv3-4 relu fc-10 softmax").parameters().getFirst().tensor().data();
    float[] large = build("conv3-4 relu fc-99 softmax").parameters().getFirst().tensor().data();
    assertArrayEquals(small, large);
  }

  @Test
  void theGrammarsExampleIsANet() {
    String last = NetPattern.GRAMMAR.lines().toList().getLast();
    assertEquals(10, build(last.substring(last.indexOf(':') + 1)).classes());
  }

  private static Network build(String pattern) {
    return NetPattern.parse(pattern).build(CIFAR, 1);
  }

  private static String hash(String pattern) {
    return build(pattern).weightsSha256();
  }

  private static String names(Network net) {
    return String.join(" ", net.layers().layers().stream().map(layer -> layer.name()).toList());
  }
}
