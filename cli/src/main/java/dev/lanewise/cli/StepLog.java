package dev.lanewise.cli;

import dev.lanewise.cli.plot.Curves.Curve;
import dev.lanewise.layers.save.BadFileException;
import dev.lanewise.layers.train.BatchResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Training loss and accuracy in finer steps than epochs: each row is the mean since the row before.
 * It is written with every checkpoint, so that the curves of a resumed run have no gap.
 */
final class StepLog {
  /** Rows per run, about. */
  private static final int ROWS = 100;

  private static final String HEADING = "step,epoch,loss,accuracy";

  /** What a row says; the epoch is that part of the run which is done. */
  private record Row(long step, double epoch, double loss, double accuracy) {}

  private final List<Row> rows = new ArrayList<>();
  private final long window;
  private int batches;
  private double loss;
  private double accuracy;

  StepLog(long steps) {
    window = Math.max(1, steps / ROWS);
  }

  /**
   * Takes over the rows of an earlier part of the run, all or none.
   *
   * @param step steps beyond it are being done again
   * @throws BadFileException if the file is not such a log
   */
  void readBack(Path file, long step) throws IOException {
    if (!Files.exists(file)) {
      return; // the curves then begin here
    }
    if (!Files.isRegularFile(file)) {
      throw new BadFileException(file, "a file", "a folder or device");
    }
    List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1); // takes any bytes
    List<Row> read = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      Row row = parse(file, i + 1, lines.get(i));
      if (row.step <= step) {
        read.add(row);
      }
    }
    rows.addAll(read);
  }

  private static Row parse(Path file, int number, String line) {
    String[] cells = line.split(",", -1);
    try {
      if (cells.length == 4) {
        return new Row(
            Long.parseLong(cells[0]),
            Double.parseDouble(cells[1]),
            Double.parseDouble(cells[2]),
            Double.parseDouble(cells[3]));
      }
    } catch (NumberFormatException _) {
      // Refused below.
    }
    String begin = line.substring(0, Math.min(line.length(), 80));
    throw new BadFileException(file, HEADING + " in line " + number, begin);
  }

  void add(BatchResult result) {
    batches++;
    loss += result.loss();
    accuracy += result.accuracy();
    boolean last = result.batch() == result.batches() || result.step() == result.steps();
    if (batches == window || last) {
      double epoch = result.epoch() - 1 + (double) result.batch() / result.batches();
      rows.add(new Row(result.step(), epoch, loss / batches, accuracy / batches));
      batches = 0;
      loss = 0;
      accuracy = 0;
    }
  }

  Curve curve() {
    return new Curve(
        rows.stream().mapToDouble(Row::epoch).toArray(),
        rows.stream().mapToDouble(Row::loss).toArray(),
        rows.stream().mapToDouble(Row::accuracy).toArray());
  }

  String csv() {
    StringBuilder csv = new StringBuilder(HEADING).append('\n');
    for (Row row : rows) {
      csv.append("%d,%s,%s,%s\n".formatted(row.step, row.epoch, row.loss, row.accuracy));
    }
    return csv.toString();
  }
}
