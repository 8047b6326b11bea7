package dev.lanewise.vision;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Images to train on and images to test on, of one size and with the same classes.
 *
 * @param name what it is called in reports: {@code MNIST} or the folder's name
 */
public record DataSet(String name, LabelledImages train, LabelledImages test) {
  /** Height and width that images of any size are brought to, unless another is asked for. */
  public static final int DEFAULT_SIDE = 32;

  /**
   * @throws IllegalArgumentException if the two sets differ in image size or classes
   */
  public DataSet {
    if (train.channels() != test.channels()
        || train.height() != test.height()
        || train.width() != test.width()
        || !train.classNames().equals(test.classNames())) {
      throw new IllegalArgumentException("train and test differ in image size or classes");
    }
  }

  /**
   * The handwritten digits that this module carries (Y. LeCun, C. Cortes, C. Burges; CC BY-SA 3.0):
   * 60,000 and 10,000 images {@code [1, 28, 28]}, white on black.
   */
  public static DataSet mnist() throws IOException {
    return new DataSet(
        "MNIST",
        IdxFolder.labelled(
            mnist("train-images-idx3-ubyte.gz"), mnist("train-labels-idx1-ubyte.gz")),
        IdxFolder.labelled(mnist("t10k-images-idx3-ubyte.gz"), mnist("t10k-labels-idx1-ubyte.gz")));
  }

  /**
   * Holds some of the training images out, evenly spread over all of them, to choose by (CS231n,
   * "Validation sets for hyperparameter tuning"): the result tests on them and trains on the rest.
   *
   * @param images to hold out
   * @throws IllegalArgumentException unless both parts have images
   */
  public DataSet holdOut(int images) {
    int size = train.size();
    if (images < 1 || images >= size) {
      throw new IllegalArgumentException(
          "images to hold out: expected 1 to %d, actual %d".formatted(size - 1, images));
    }
    IntPredicate heldOut = i -> (long) (i + 1) * images / size > (long) i * images / size;
    return new DataSet(
        name,
        train.pick(IntStream.range(0, size).filter(heldOut.negate()).toArray()),
        train.pick(IntStream.range(0, size).filter(heldOut).toArray()));
  }

  private static Idx mnist(String name) throws IOException {
    try (InputStream in = DataSet.class.getResourceAsStream("mnist/" + name)) {
      if (in == null) {
        throw new BadDataException(name, "a resource of lanewise-vision", "none; was it stripped?");
      }
      return Idx.read(name, in);
    }
  }

  /** As of {@link #read(Path, int, Progress)}, with {@link #DEFAULT_SIDE}. */
  public static DataSet read(Path folder) throws IOException {
    return read(folder, DEFAULT_SIDE, (_, _) -> {});
  }

  /**
   * Reads a folder in the format that its files' names tell: MNIST's four IDX files, gzipped or not
   * (MNIST, Fashion-MNIST, KMNIST, ...); CIFAR-10's official binary batches; or a folder of PNG and
   * JPEG images for each class, {@code train/CLASS/*.png} and {@code test/CLASS/*.png}, with the
   * same classes in both.
   *
   * @param side images in class folders become {@code [3, side, side]}: turned upright, scaled to
   *     fit, what remains free in the mean colour of their border. Other formats keep their size.
   * @param progress hears of every image read from class folders
   * @throws BadDataException if it is none of these, or a file is missing, truncated or not what
   *     its name says
   */
  public static DataSet read(Path folder, int side, Progress progress) throws IOException {
    if (side < 1) {
      throw new IllegalArgumentException("side: expected at least 1, actual " + side);
    }
    if (!Files.isDirectory(folder)) {
      throw new BadDataException(
          folder, "a folder with data", Files.exists(folder) ? "a file" : "no such folder");
    }
    List<String> names = names(folder);
    if (names.stream().anyMatch(Cifar10::isBatch)) {
      return Cifar10.read(folder);
    }
    if (names.stream().anyMatch(IdxFolder::isPart)) {
      return IdxFolder.read(folder);
    }
    if (names.contains(ClassFolders.TRAIN)) {
      return ClassFolders.read(folder, side, progress);
    }
    throw new BadDataException(
        folder,
        "IDX files (train-images-idx3-ubyte, ..., gzipped or not), CIFAR-10's binary batches"
            + " (data_batch_1.bin, ...) or images (train/CLASS/*.png, test/CLASS/*.png)",
        names.isEmpty() ? "an empty folder" : excerpt(names));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String excerpt(List<String> names) {
    return names.stream().limit(4).collect(Collectors.joining(", "))
        + (names.size() > 4 ? " and " + (names.size() - 4) + " more" : "");
  }

  /** The folder's own name, also when it was given as {@code .} or with a slash at its end. */
  static String nameOf(Path folder) {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return name == null ? folder.toString() : name.toString();
  }
}
