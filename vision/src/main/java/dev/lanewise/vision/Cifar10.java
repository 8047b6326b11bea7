package dev.lanewise.vision;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * CIFAR-10's official binary batches (A. Krizhevsky, "Learning multiple layers of features from
 * tiny images", 2009): records of one label byte, then 1024 red, 1024 green and 1024 blue bytes,
 * row by row.
 */
final class Cifar10 {
  private static final int CHANNELS = 3;
  private static final int SIDE = 32;
  private static final int IMAGE = CHANNELS * SIDE * SIDE;
  private static final int RECORD = 1 + IMAGE;
  private static final int TRAINING_BATCHES = 5;
  private static final Pattern BATCH = Pattern.compile("(data_batch_[1-5]|test_batch)\\.bin");
  private static final List<String> CLASS_NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private Cifar10() {}

  static boolean isBatch(String fileName) {
    return BATCH.matcher(fileName).matches();
  }

  static DataSet read(Path folder) throws IOException {
    Path[] train = new Path[TRAINING_BATCHES];
    for (int i = 0; i < train.length; i++) {
      train[i] = folder.resolve("data_batch_" + (i + 1) + ".bin");
    }
    List<String> names = classNames(folder.resolve("batches.meta.txt"));
    return new DataSet(
        DataSet.nameOf(folder),
        labelled(names, train),
        labelled(names, folder.resolve("test_batch.bin")));
  }

  /** From the file that the official archive brings along; without it the same names. */
  private static List<String> classNames(Path file) throws IOException {
    if (!Files.exists(file)) {
      return CLASS_NAMES;
    }
    List<String> names =
        new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    if (names.size() != CLASS_NAMES.size()) {
      throw new BadDataException(
          file, CLASS_NAMES.size() + " class names", String.valueOf(names.size()));
    }
    return names;
  }

  private static LabelledImages labelled(List<String> classNames, Path... files)
      throws IOException {
    int count = 0;
    for (Path file : files) {
      count = Math.addExact(count, records(file));
    }
    byte[] pixels = new byte[Math.multiplyExact(count, IMAGE)];
    byte[] labels = new byte[count];
    int image = 0;
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      for (int at = 0; at < bytes.length; at += RECORD, image++) {
        int label = bytes[at] & 0xff;
        if (label >= classNames.size()) {
          throw new BadDataException(
              file,
              "labels 0 to " + (classNames.size() - 1),
              "label %d in record %d".formatted(label, at / RECORD));
        }
        labels[image] = bytes[at];
        System.arraycopy(bytes, at + 1, pixels, image * IMAGE, IMAGE);
      }
    }
    return new LabelledImages(CHANNELS, SIDE, SIDE, pixels, labels, classNames);
  }

  private static int records(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new BadDataException(file, "a batch of CIFAR-10", "no such file");
    }
    long size = Files.size(file);
    if (size == 0 || size % RECORD != 0 || size > Integer.MAX_VALUE - 8) {
      throw new BadDataException(file, "records of " + RECORD + " bytes", size + " bytes");
    }
    return (int) (size / RECORD);
  }
}
