package dev.lanewise.kernels.conv;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.Strides2Simd;
import java.util.Arrays;

/**
 * Splits images into the phases of {@link PhasePlanes}, and joins them; threads share planes out.
 */
final class PhaseCopies extends Task {
  private final PhasePlanes planes;

  /** Where a row or column of a padded plane is among the plane's phases. */
  private final int[] rows;

  private final int[] columns;

  private boolean joining;
  private float[] image;
  private int imageOffset;
  private float[] phases;

  PhaseCopies(PhasePlanes planes) {
    this.planes = planes;
    rows = new int[planes.phaseHeight() * planes.dilationHeight()];
    Arrays.setAll(rows, y -> planes.index(0, y, 0));
    columns = new int[planes.phaseWidth() * planes.dilationWidth()];
    Arrays.setAll(columns, x -> planes.index(0, 0, x));
  }

  /** The phases of some images in a row. */
  void split(int images, float[] src, int at, float[] phases) {
    joining = false;
    run(images, src, at, phases);
  }

  /** The images of some phases. */
  void join(int images, float[] phases, float[] dst, int at) {
    joining = true;
    run(images, dst, at, phases);
  }

  private void run(int images, float[] image, int at, float[] phases) {
    this.image = image;
    imageOffset = at;
    this.phases = phases;
    Parallelism.current().run(this, images * planes.planes());
    this.image = null;
    this.phases = null;
  }

  @Override
  protected void part(int index) {
    int n = index / planes.planes();
    int to = n * planes.size() + planes.index(index % planes.planes(), 0, 0);
    int from = imageOffset + index * planes.planeSize();
    if (joining) {
      for (int y = 0; y < planes.height(); y++) {
        joinRow(to + rows[planes.padTop() + y], from + y * planes.width());
      }
      return;
    }
    for (int y = 0; y < rows.length; y++) {
      int row = planes.sourceRow(y);
      if (row < 0) {
        zeros(to + rows[y]);
      } else {
        splitRow(from + row * planes.width(), to + rows[y]);
      }
    }
  }

  private void zeros(int to) {
    for (int first = 0; first < planes.dilationWidth(); first++) {
      int at = to + columns[first];
      Arrays.fill(phases, at, at + planes.phaseWidth(), 0f);
    }
  }

  private void splitRow(int from, int to) {
    int left = planes.padLeft();
    int width = planes.width();
    pad(from, to, 0, left);
    pad(from, to, left + width, columns.length);
    if (planes.dilationWidth() == 2 && width > 1) {
      Strides2Simd.split(
          width / 2, image, from, phases, to + columns[left], to + columns[left + 1]);
      phases[to + columns[left + width - 1]] = image[from + width - 1];
      return;
    }
    for (int x = 0; x < width; x++) {
      phases[to + columns[left + x]] = image[from + x];
    }
  }

  private void pad(int from, int to, int begin, int end) {
    for (int x = begin; x < end; x++) {
      int column = planes.sourceColumn(x);
      phases[to + columns[x]] = column < 0 ? 0 : image[from + column];
    }
  }

  private void joinRow(int from, int to) {
    int left = planes.padLeft();
    int width = planes.width();
    if (planes.dilationWidth() == 2 && width > 1) {
      Strides2Simd.merge(
          width / 2, phases, from + columns[left], from + columns[left + 1], image, to);
      image[to + width - 1] = phases[from + columns[left + width - 1]];
      return;
    }
    for (int x = 0; x < width; x++) {
      image[to + x] = phases[from + columns[left + x]];
    }
  }
}
