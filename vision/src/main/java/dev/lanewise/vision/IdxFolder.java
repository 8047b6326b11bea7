package dev.lanewise.vision;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** MNIST's four files, as MNIST and its many relatives are published. */
final class IdxFolder {
  private static final Pattern PART =
      Pattern.compile("(train|t10k)-(images[-.]idx3|labels[-.]idx1)-ubyte(\\.gz)?");

  private IdxFolder() {}

  static boolean isPart(String fileName) {
    return PART.matcher(fileName).matches();
  }

  static DataSet read(Path folder) throws IOException {
    Idx trainImages = part(folder, "train-images", "idx3-ubyte");
    Idx trainLabels = part(folder, "train-labels", "idx1-ubyte");
    Idx testImages = part(folder, "t10k-images", "idx3-ubyte");
    Idx testLabels = part(folder, "t10k-labels", "idx1-ubyte");
    LabelledImages train = labelled(trainImages, trainLabels);
    LabelledImages test = labelled(testImages, testLabels, train.classNames());
    if (test.height() != train.height() || test.width() != train.width()) {
      throw new BadDataException(
          testImages.name(),
          "images of %d x %d as in %s".formatted(train.height(), train.width(), trainImages.name()),
          "%d x %d".formatted(test.height(), test.width()));
    }
    return new DataSet(DataSet.nameOf(folder), train, test);
  }

  private static Idx part(Path folder, String stem, String type) throws IOException {
    for (String separator : List.of("-", ".")) {
      for (String suffix : List.of("", ".gz")) {
        Path file = folder.resolve(stem + separator + type + suffix);
        if (Files.exists(file)) {
          try (InputStream in = Files.newInputStream(file)) {
            return Idx.read(file.toString(), in);
          }
        }
      }
    }
    throw new BadDataException(
        folder, stem + "-" + type + " or " + stem + "-" + type + ".gz", "neither");
  }

  /** Classes are the labels from 0 to the highest, named by their number. */
  static LabelledImages labelled(Idx images, Idx labels) throws BadDataException {
    int highest = 0;
    for (byte label : labels.data()) {
      highest = Math.max(highest, label & 0xff);
    }
    return labelled(
        images, labels, IntStream.rangeClosed(0, highest).mapToObj(String::valueOf).toList());
  }

  private static LabelledImages labelled(Idx images, Idx labels, List<String> classNames)
      throws BadDataException {
    int[] shape = images.withRank(3).dimensions();
    int count = labels.withRank(1).dimensions()[0];
    if (shape[0] != count) {
      throw new BadDataException(
          labels.name(), shape[0] + " labels, as many as images in " + images.name(), "" + count);
    }
    if (images.data().length == 0) {
      throw new BadDataException(
          images.name(), "images", "%d of %d x %d".formatted(shape[0], shape[1], shape[2]));
    }
    for (int i = 0; i < count; i++) {
      int label = labels.data()[i] & 0xff;
      if (label >= classNames.size()) {
        throw new BadDataException(
            labels.name(),
            "labels 0 to %d as in training".formatted(classNames.size() - 1),
            "label %d of image %d".formatted(label, i));
      }
    }
    return new LabelledImages(1, shape[1], shape[2], images.data(), labels.data(), classNames);
  }
}
