package dev.lanewise.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetTest {
  @Test
  void holdsOutEvenlySpreadImages() {
    byte[] numbers = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    LabelledImages ten = new LabelledImages(1, 1, 1, numbers, new byte[10], List.of("a"));
    DataSet all = new DataSet("ten", ten, ten);
    DataSet parts = all.holdOut(3);
    assertEquals(10 - 3, parts.train().size());
    assertEquals(3, parts.test().size());
    float[] held = new float[3];
    for (int i = 0; i < 3; i++) {
      parts.test().read(i, held, i);
    }
    assertArrayEquals(new float[] {3 / 255f, 6 / 255f, 9 / 255f}, held);
    for (int wrong : new int[] {0, -1, 10}) {
      var e = assertThrows(IllegalArgumentException.class, () -> all.holdOut(wrong));
      assertEquals("images to hold out: expected 1 to 9, actual " + wrong, e.getMessage());
    }
  }

  @TempDir Path folder;

  @Test
  void carriesMnist() throws IOException {
    DataSet mnist = DataSet.mnist();
    assertEquals(60_000, mnist.train().size());
    assertEquals(10_000, mnist.test().size());
    assertEquals(28, mnist.train().height());
    assertEquals(28, mnist.train().width());
    assertEquals(
        List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), mnist.test().classNames());
    int[] perClass = new int[10];
    for (int i = 0; i < 10_000; i++) {
      perClass[mnist.test().label(i)]++;
    }
    assertEquals(
        "[980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]", Arrays.toString(perClass));
  }

  @Test
  void scalesBytesFromZeroToOne() throws IOException {
    float[] digit = new float[2 + 28 * 28];
    digit[1] = 0.5f;
    DataSet.mnist().train().read(0, digit, 2);
    assertEquals(0, digit[0]);
    assertEquals(0.5f, digit[1]);
    float[] sorted = digit.clone();
    Arrays.sort(sorted);
    assertEquals(0, sorted[0]);
    assertEquals(1, sorted[sorted.length - 1]);
  }

  @Test
  void knowsMeanAndDeviationOfEachChannel() throws IOException {
    LabelledImages digits = DataSet.mnist().train();
    assertEquals(0.1306605, digits.mean()[0], 1e-7);
    assertEquals(0.3081078, digits.deviation()[0], 1e-7);
    byte[] pixels = {0, 100, 51, 51, (byte) 255, (byte) 255, (byte) 153, (byte) 153};
    LabelledImages two = new LabelledImages(2, 1, 2, pixels, new byte[2], List.of("one"));
    assertEquals((0 + 100 + 510) / 4f / 255, two.mean()[0], 1e-7);
    assertEquals(0.4f, two.mean()[1]);
    assertEquals(0.2f, two.deviation()[1], 1e-7);
  }

  @Test
  void readsIdxFolders() throws IOException {
    TinyFiles.writeIdxFolder(folder);
    assertTiny(DataSet.read(folder));
  }

  @Test
  void readsIdxWhateverTheNamesSayOfDotsAndGzip() throws IOException {
    Files.write(folder.resolve("train-images.idx3-ubyte"), TinyFiles.idx(5, 4, 3));
    Files.write(folder.resolve("train-labels-idx1-ubyte.gz"), TinyFiles.gzip(TinyFiles.idx(5)));
    Files.write(folder.resolve("t10k-images.idx3-ubyte.gz"), TinyFiles.idx(4, 4, 3));
    Files.write(folder.resolve("t10k-labels-idx1-ubyte"), TinyFiles.gzip(TinyFiles.idx(4)));
    assertTiny(DataSet.read(folder));
  }

  private void assertTiny(DataSet data) {
    assertEquals(folder.getFileName().toString(), data.name());
    assertEquals(5, data.train().size());
    assertEquals(4, data.test().size());
    assertEquals(List.of("0", "1", "2"), data.test().classNames());
    assertEquals(4, data.train().height());
    assertEquals(3, data.train().width());
    assertEquals(1, data.train().label(4));
    float[] image = new float[12];
    data.train().read(1, image, 0);
    assertEquals(12 / 255f, image[0]);
    assertEquals(23 / 255f, image[11]);
  }

  @Test
  void readsCifar10() throws IOException {
    TinyFiles.writeCifarFolder(folder);
    DataSet data = DataSet.read(folder);
    assertEquals(10, data.train().size());
    assertEquals(2, data.test().size());
    assertEquals("airplane", data.train().classNames().getFirst());
    assertEquals(3, data.train().channels());
    assertEquals(32, data.train().height());
    assertEquals(4, data.train().label(6));
    assertEquals(9, data.train().label(7));
    float[] image = new float[3 * 32 * 32];
    data.train().read(6, image, 0);
    assertEquals(4 / 255f, image[0]);
    assertEquals(4 / 255f, image[image.length - 1]);
    data.train().read(7, image, 0);
    assertEquals(4 / 255f, image[0]);
  }

  @Test
  void takesClassNamesFromTheOfficialFile() throws IOException {
    TinyFiles.writeCifarFolder(folder);
    Path meta = folder.resolve("batches.meta.txt");
    Files.writeString(meta, "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
    assertEquals("j", DataSet.read(folder).train().classNames().getLast());
    Files.writeString(meta, "a\nb\n");
    assertRefused(meta + ": expected 10 class names, actual 2");
  }

  @Test
  void refusesTruncatedIdx() throws IOException {
    TinyFiles.writeIdxFolder(folder);
    Path file = folder.resolve("train-images-idx3-ubyte");
    byte[] whole = TinyFiles.idx(5, 4, 3);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertRefused(file + ": expected [5, 4, 3] = 60 bytes after the header, actual 59");
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertRefused(file + ": expected [5, 4, 3] = 60 bytes after the header, actual more");
    Files.write(file, Arrays.copyOf(whole, 10));
    assertRefused(file + ": expected an IDX header, actual a file that ends within it");
    Files.write(file, new byte[0]);
    assertRefused(file + ": expected an IDX header, actual a file that ends within it");
    byte[] zipped = TinyFiles.gzip(whole);
    Files.write(file, Arrays.copyOf(zipped, zipped.length / 2));
    assertRefused(file + ": expected a whole gzip file, actual one that is truncated or corrupt");
    zipped[zipped.length / 2] ^= 0x55;
    Files.write(file, zipped);
    assertRefused(file + ": expected ");
  }

  @Test
  void refusesSizesBeyondAnArray() throws IOException {
    TinyFiles.writeIdxFolder(folder);
    Path file = folder.resolve("train-images-idx3-ubyte");
    byte[] huge = TinyFiles.idx(5, 4, 3);
    Arrays.fill(huge, 4, 16, (byte) 0x7f);
    Files.write(file, huge);
    assertRefused(
        file + ": expected fewer than 2^31 bytes, actual [2139062143, 2139062143, 2139062143]");
    Arrays.fill(huge, 4, 16, (byte) 0xff);
    Files.write(file, huge);
    assertRefused(
        file + ": expected fewer than 2^31 bytes, actual [4294967295, 4294967295, 4294967295]");
  }

  @Test
  void refusesMislabelledIdx() throws IOException {
    TinyFiles.writeIdxFolder(folder);
    Path images = folder.resolve("t10k-images-idx3-ubyte");
    Files.write(images, TinyFiles.idx(4));
    assertRefused(images + ": expected 0x00000803 (images), actual 0x00000801 (labels)");
    Files.writeString(images, "no data set at all");
    assertRefused(
        images + ": expected IDX with unsigned bytes (magic 0x000008..), actual 0x6e6f2064");
    byte[] floats = TinyFiles.idx(4, 4, 3);
    floats[2] = 0x0d;
    Files.write(images, floats);
    assertRefused(
        images + ": expected IDX with unsigned bytes (magic 0x000008..), actual 0x00000d03");
  }

  @Test
  void refusesFilesThatDisagree() throws IOException {
    TinyFiles.writeIdxFolder(folder);
    Path images = folder.resolve("train-images-idx3-ubyte");
    Path labels = folder.resolve("train-labels-idx1-ubyte");
    Files.write(labels, TinyFiles.idx(6));
    assertRefused(labels + ": expected 5 labels, as many as images in " + images + ", actual 6");

    TinyFiles.writeIdxFolder(folder);
    Path test = folder.resolve("t10k-images-idx3-ubyte");
    Files.write(test, TinyFiles.idx(4, 3, 4));
    assertRefused(test + ": expected images of 4 x 3 as in " + images + ", actual 3 x 4");

    TinyFiles.writeIdxFolder(folder);
    Path testLabels = folder.resolve("t10k-labels-idx1-ubyte");
    byte[] outOfRange = TinyFiles.idx(4);
    outOfRange[outOfRange.length - 2] = (byte) 200;
    Files.write(testLabels, outOfRange);
    assertRefused(
        testLabels + ": expected labels 0 to 2 as in training, actual label 200 of image 2");

    TinyFiles.writeIdxFolder(folder);
    Files.write(images, TinyFiles.idx(0, 4, 3));
    Files.write(labels, TinyFiles.idx(0));
    assertRefused(images + ": expected images, actual 0 of 4 x 3");
  }

  @Test
  void refusesMissingFiles() throws IOException {
    assertRefused(folder + ": expected IDX files (train-images-idx3-ubyte, ...");
    Path none = folder.resolve("none");
    String message = assertThrows(BadDataException.class, () -> DataSet.read(none)).getMessage();
    assertEquals(none + ": expected a folder with data, actual no such folder", message);
    TinyFiles.writeIdxFolder(folder);
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
    assertRefused(
        folder + ": expected t10k-labels-idx1-ubyte or t10k-labels-idx1-ubyte.gz, actual neither");
  }

  @Test
  void refusesBrokenCifar10() throws IOException {
    TinyFiles.writeCifarFolder(folder);
    Path batch = folder.resolve("data_batch_3.bin");
    Files.delete(batch);
    assertRefused(batch + ": expected a batch of CIFAR-10, actual no such file");
    Files.write(batch, new byte[6145]);
    assertRefused(batch + ": expected records of 3073 bytes, actual 6145 bytes");
    byte[] bytes = TinyFiles.cifar(3);
    bytes[TinyFiles.CIFAR_RECORD] = 10;
    Files.write(batch, bytes);
    assertRefused(batch + ": expected labels 0 to 9, actual label 10 in record 1");
  }

  private void assertRefused(String start) {
    String message = assertThrows(BadDataException.class, () -> DataSet.read(folder)).getMessage();
    assertTrue(message.startsWith(start), message);
    assertEquals(1, message.lines().count());
  }
}
