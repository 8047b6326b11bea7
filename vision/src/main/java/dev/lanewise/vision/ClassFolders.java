package dev.lanewise.vision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder per class with its images: {@code train/CLASS/*.png} and {@code test/CLASS/*.png}.
 * Classes are the folders of {@code train} in the order of their names.
 */
final class ClassFolders {
  static final String TRAIN = "train";
  static final String TEST = "test";
  private static final int CHANNELS = 3;
  private static final int MAX_CLASSES = 256;
  private static final Pattern IMAGE =
      Pattern.compile("[^.].*\\.(png|jpe?g)", Pattern.CASE_INSENSITIVE);

  /** An image and its class. */
  private record Entry(Path file, int label) {}

  private ClassFolders() {}

  /** Reads all images, scaled to fit {@code side} x {@code side} as {@link Pictures} does it. */
  static DataSet read(Path folder, int side, Progress progress) throws IOException {
    List<String> classes =
        list(folder.resolve(TRAIN), Files::isDirectory).stream()
            .map(path -> path.getFileName().toString())
            .toList();
    if (classes.isEmpty() || classes.size() > MAX_CLASSES) {
      throw new BadDataException(
          folder.resolve(TRAIN),
          "1 to %d folders, one per class".formatted(MAX_CLASSES),
          String.valueOf(classes.size()));
    }
    for (Path path : list(folder.resolve(TEST), Files::isDirectory)) {
      if (!classes.contains(path.getFileName().toString())) {
        throw new BadDataException(path, "a class that " + TRAIN + " has too", "one it has not");
      }
    }
    List<Entry> train = entries(folder.resolve(TRAIN), classes);
    List<Entry> test = entries(folder.resolve(TEST), classes);
    int all = train.size() + test.size();
    return new DataSet(
        DataSet.nameOf(folder),
        read(train, side, classes, done -> progress.at(done, all)),
        read(test, side, classes, done -> progress.at(train.size() + done, all)));
  }

  private static List<Entry> entries(Path part, List<String> classes) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      Path folder = part.resolve(classes.get(label));
      List<Path> images =
          list(folder, file -> IMAGE.matcher(file.getFileName().toString()).matches());
      if (images.isEmpty()) {
        throw new BadDataException(folder, "images (*.png, *.jpg)", "none");
      }
      for (Path image : images) {
        entries.add(new Entry(image, label));
      }
    }
    return entries;
  }

  private static LabelledImages read(
      List<Entry> entries, int side, List<String> classes, IntConsumer done) throws IOException {
    int size = CHANNELS * side * side;
    if ((long) size * entries.size() > Integer.MAX_VALUE - 8) {
      throw new BadDataException(
          entries.getFirst().file.getParent().getParent(),
          "images of at most 2 GB together",
          "%d of %d x %d".formatted(entries.size(), side, side));
    }
    byte[] pixels = new byte[size * entries.size()];
    byte[] labels = new byte[entries.size()];
    float[] image = new float[size];
    for (int i = 0; i < labels.length; i++) {
      Pictures.read(entries.get(i).file, CHANNELS, side, side, false, image, 0);
      for (int j = 0; j < size; j++) {
        pixels[i * size + j] = (byte) Math.clamp(Math.round(image[j] * Pixels.WHITE), 0, 255);
      }
      labels[i] = (byte) entries.get(i).label;
      done.accept(i + 1);
    }
    return new LabelledImages(CHANNELS, side, side, pixels, labels, classes);
  }

  /** In the order of their names; hidden ones never. */
  private static List<Path> list(Path folder, Predicate<Path> wanted) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new BadDataException(
          folder, "a folder", Files.exists(folder) ? "a file" : "no such folder");
    }
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .filter(wanted)
          .sorted()
          .toList();
    }
  }
}
