package dev.lanewise.cli;

import dev.lanewise.vision.LabelledImages;
import java.io.PrintWriter;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Classes that nothing can be learnt of: of an IDX file that leaves a label out, for example. */
final class EmptyClasses {
  private EmptyClasses() {}

  /** One line, if there are any. */
  static void warn(PrintWriter err, LabelledImages training) {
    BitSet seen = new BitSet();
    for (int i = 0; i < training.size(); i++) {
      seen.set(training.label(i));
    }
    List<String> empty =
        IntStream.range(0, training.classNames().size())
            .filter(label -> !seen.get(label))
            .mapToObj(training.classNames()::get)
            .toList();
    if (!empty.isEmpty()) {
      err.println("warning: no training image of class " + String.join(", ", empty));
      err.flush();
    }
  }
}
