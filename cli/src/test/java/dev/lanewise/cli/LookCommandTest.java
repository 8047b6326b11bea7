package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.save.ModelFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class LookCommandTest {
  private static final Pattern PNG = Pattern.compile("data:image/png;base64,([A-Za-z0-9+/=]+)");

  @TempDir Path folder;

  @Test
  void drawsWhatTrainingEndedWith() throws IOException {
    Path data = Stripes.write(folder.resolve("data"));
    Path run = folder.resolve("run");
    Result trained = train(data, run, Stripes.NET, "--max-batches", 8);
    assertEquals(0, trained.exitCode(), trained.err());

    Path out = folder.resolve("elsewhere");
    Path json = folder.resolve("facts.json");
    Path model = run.resolve("model.safetensors");
    Result looked = look(model, data, "--out", out, "--json", json);
    assertEquals(0, looked.exitCode(), looked.err());
    assertEquals("", looked.err());
    assertEquals(pictures(run), pictures(out));
    for (String picture : pictures(run)) {
      assertEquals(-1, Files.mismatch(run.resolve(picture), out.resolve(picture)), picture);
      requireDrawing(run.resolve(picture));
    }
    assertEquals(2, looked.out().lines().count(), looked.out());
    assertTrue(looked.out().contains("report.html, curves.svg, confusion.svg, mistakes.svg"));
    JsonNode facts = new JsonMapper().readTree(json.toFile());
    assertEquals(30, facts.get("testImages").intValue());
    assertEquals(9, facts.get("files").size());
    assertEquals(16, facts.get("mostWrong").size());
    double loss = facts.get("mostWrong").get(0).get("loss").doubleValue();
    assertTrue(loss >= facts.get("mostWrong").get(1).get("loss").doubleValue());

    String elsewhere = Files.readString(out.resolve("report.html"));
    assertTrue(elsewhere.contains("Learning curves"), "from the checkpoint beside the model");
    assertTrue(elsewhere.contains("<dt>learning rate</dt><dd>0.05</dd>"));

    Path steps = run.resolve("steps.csv");
    Files.writeString(steps, "\nnonsense", StandardOpenOption.APPEND);
    Result withoutSteps = look(model, data);
    assertEquals(0, withoutSteps.exitCode());
    String complaint = "no curve of the training images: " + steps + ": expected step,";
    assertTrue(withoutSteps.err().startsWith(complaint), withoutSteps.err());
    assertEquals(1, withoutSteps.err().lines().count(), withoutSteps.err());
    String report = Files.readString(run.resolve("report.html"));
    assertTrue(report.contains("Learning curves"), "those of the checkpoint");
    assertTrue(report.contains("<dt>learning rate</dt><dd>0.05</dd>"));
    requireDrawing(run.resolve("curves.svg"));

    Files.delete(run.resolve("checkpoint.safetensors"));
    assertEquals(0, look(model, data).exitCode());
    assertTrue(Files.exists(run.resolve("curves.svg")), "which cannot be made again");
    assertFalse(Files.readString(run.resolve("report.html")).contains("Learning curves"));
  }

  @Test
  void theReportNeedsNothingElse() throws IOException {
    Path data = Stripes.write(folder.resolve("a <b> & \"c\""));
    Path run = folder.resolve("run");
    Result trained = train(data, run, Stripes.NET, "--max-batches", 8);
    assertEquals(0, trained.exitCode(), trained.err());
    String report = Files.readString(run.resolve("report.html"));
    String elsewhere = report.replaceAll(PNG.pattern(), "");
    assertFalse(
        Pattern.compile("https?:|src=|href=\"[^\"]|url\\(|@import|<script| on[a-z]+=")
            .matcher(elsewhere)
            .find());
    Network network = ModelFile.load(run.resolve("model.safetensors"));
    assertTrue(report.contains(network.weightsSha256()));
    assertTrue(report.contains("<h1>a &lt;b&gt; &amp; &quot;c&quot;: "), "names are texts");
    for (String text :
        List.of(
            "Learning curves",
            "Confusion matrix",
            "First-layer filters",
            "Saliency",
            "Activation maps",
            "Most wrong images",
            "<td>conv1</td><td>3x3, pad 1</td><td>4 x 8 x 8</td>",
            "<td class=\"n\">40</td><td class=\"n\">2,304</td>",
            "<dt>seed</dt><dd>1</dd>")) {
      assertTrue(report.contains(text), text);
    }
    assertEquals(8, report.split("<svg", -1).length - 1);
  }

  @Test
  void netsWithoutConvolutionHaveTemplates() throws IOException {
    Path data = Stripes.write(folder.resolve("data"));
    Path run = folder.resolve("run");
    assertEquals(0, train(data, run, "fc-3 svm", "--max-batches", 2).exitCode());
    assertEquals(
        List.of("confusion.svg", "curves.svg", "filters.svg", "mistakes.svg", "saliency.svg"),
        pictures(run));
    assertTrue(Files.readString(run.resolve("report.html")).contains("First-layer templates"));
  }

  @Test
  void looksAtColourImages() throws IOException {
    Path data = Files.createDirectories(folder.resolve("colours"));
    for (String batch :
        List.of("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5")) {
      Files.write(data.resolve(batch + ".bin"), cifar(10, batch.hashCode()));
    }
    Files.write(data.resolve("test_batch.bin"), cifar(5, 1));
    Path run = folder.resolve("run");
    Result result = train(data, run, "conv5-6/2 elu gap fc-10 softmax", "--max-batches", 2);
    assertEquals(0, result.exitCode(), result.err());
    assertEquals("", result.err());
    assertEquals(8, pictures(run).size());
    for (String picture : pictures(run)) {
      requireDrawing(run.resolve(picture));
    }
    assertEquals(6 + 1, pngs(run.resolve("filters.svg")).size(), "and the scale");
    assertEquals(5, pngs(run.resolve("mistakes.svg")).size());
  }

  @Test
  void aClassMayBeMissingAndImagesMayBeLarge() throws IOException {
    Path data = idx(folder.resolve("data"), 12, 300, 150, 0, 2);
    Path run = folder.resolve("run");
    Result result = train(data, run, "conv7-3/4 relu gap fc-3 softmax", "--max-batches", 1);
    assertEquals(0, result.exitCode(), result.err());
    assertEquals("warning: no training image of class 1", result.err().strip());
    assertEquals(7, pictures(run).size(), "two examples, of two classes");
    for (byte[] png : pngs(run.resolve("mistakes.svg"))) {
      assertEquals(100, ImageIO.read(new ByteArrayInputStream(png)).getHeight());
    }
  }

  @Test
  void aPictureThatFailsCostsNoModel() throws IOException {
    Path data = Stripes.write(folder.resolve("data"));
    Path run = folder.resolve("run");
    Files.createDirectories(run.resolve("saliency.svg/in-the-way"));
    Files.createDirectories(run.resolve("report.html"));
    Result result = train(data, run, Stripes.NET, "--max-batches", 2);
    assertEquals(0, result.exitCode(), result.err());
    List<String> complaints = result.err().lines().toList();
    assertEquals(2, complaints.size(), result.err());
    assertTrue(complaints.getFirst().startsWith("no saliency.svg: "), result.err());
    assertTrue(complaints.getLast().startsWith("no report.html: "), result.err());
    ModelFile.load(run.resolve("model.safetensors"));
    assertTrue(Files.isRegularFile(run.resolve("mistakes.svg")));
  }

  @Test
  void refusesModelsAndDataThatDoNotFit() throws IOException {
    Path data = Stripes.write(folder.resolve("data"));
    Path run = folder.resolve("run");
    train(data, run, Stripes.NET, "--max-batches", 2);
    Path model = run.resolve("model.safetensors");
    Path other = idx(folder.resolve("other"), 12, 9, 8, 0, 1, 2);
    assertRefused(
        look(model, other), "data: expected images [1, 8, 8] as the net takes, found [1, 9, 8]");
    Path few = idx(folder.resolve("few"), 12, 8, 8, 0, 1);
    assertRefused(look(model, few), "net: expected 2 scores, one per class of the data, found 3");
    Network network = ModelFile.load(model);
    ModelFile.save(network.withClassNames(List.of("a", "b", "c")), model);
    assertRefused(
        look(model, data), "data: expected the classes [a, b, c], which the net knows, found [0");
    network.parameters().getFirst().tensor().data()[0] = Float.POSITIVE_INFINITY;
    ModelFile.save(network, model);
    assertRefused(look(model, data), "expected ");
  }

  private static Result train(Path data, Path out, String net, Object... more) {
    Stream<Object> flags =
        Stream.of("train", "--data", data, "--net", net, "--batch", 16, "--lr", 0.05, "--out", out);
    return Result.of(Stream.concat(flags, Stream.of(more)).toArray());
  }

  private static Result look(Path model, Path data, Object... more) {
    Stream<Object> flags = Stream.of("look", "--model", model, "--data", data);
    return Result.of(Stream.concat(flags, Stream.of(more)).toArray());
  }

  private static void assertRefused(Result result, String part) {
    assertEquals(2, result.exitCode(), result.toString());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().contains(part), result.err());
  }

  private static List<String> pictures(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".svg"))
          .sorted()
          .toList();
    }
  }

  /** An SVG that can be parsed, with a title, and within its margins. */
  private static void requireDrawing(Path file) throws IOException {
    try {
      Document svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
      assertEquals("svg", svg.getDocumentElement().getTagName());
      assertFalse(svg.getElementsByTagName("title").item(0).getTextContent().isBlank());
      assertFalse(Files.readString(file).contains("NaN"), file.toString());
    } catch (org.xml.sax.SAXException | javax.xml.parsers.ParserConfigurationException e) {
      throw new AssertionError(file.toString(), e);
    }
  }

  private static List<byte[]> pngs(Path file) throws IOException {
    Matcher matcher = PNG.matcher(Files.readString(file));
    return matcher.results().map(m -> Base64.getDecoder().decode(m.group(1))).toList();
  }

  /** Noise, in CIFAR-10's format. */
  private static byte[] cifar(int images, long seed) {
    byte[] bytes = new byte[images * 3073];
    new SplittableRandom(seed).nextBytes(bytes);
    for (int i = 0; i < images; i++) {
      bytes[i * 3073] = (byte) (i * 3 % 10);
    }
    return bytes;
  }

  /** Noise of some classes, to train and to test on. */
  private static Path idx(Path folder, int count, int height, int width, int... classes)
      throws IOException {
    Files.createDirectories(folder);
    SplittableRandom random = new SplittableRandom(1);
    for (String part : List.of("train", "t10k")) {
      byte[] pixels = new byte[count * height * width];
      random.nextBytes(pixels);
      ByteBuffer images = ByteBuffer.allocate(16 + pixels.length);
      images.putInt(0x803).putInt(count).putInt(height).putInt(width).put(pixels);
      ByteBuffer labels = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
      for (int i = 0; i < count; i++) {
        labels.put((byte) classes[i % classes.length]);
      }
      Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
      Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
    }
    return folder;
  }
}
