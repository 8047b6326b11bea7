package dev.lanewise.cli.descent;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Tensor;
import dev.lanewise.autograd.op.Add;
import dev.lanewise.autograd.op.Mul;
import dev.lanewise.autograd.op.Scale;
import dev.lanewise.autograd.op.Sub;
import java.util.Arrays;

/** A loss of two parameters whose lowest value is 0, and where the optimisers set out on it. */
public enum Surface {
  /** x^2 / 20 + y^2: twenty times as steep across as along. */
  RAVINE("ravine: x²/20 + y²", -10, 3, -2, 2, -9, 1.6f, new double[][] {{0, 0}}) {
    @Override
    Tensor loss(Tape tape, Tensor x, Tensor y) {
      return Add.apply(
          tape, Scale.apply(tape, Mul.apply(tape, x, x), 0.05f), Mul.apply(tape, y, y));
    }
  },

  /**
   * (1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2: flat, with steep walls (Beale
   * 1958).
   */
  BEALE("Beale's function", -0.5f, 4, -1.6f, 1.8f, 0.7f, 1.4f, new double[][] {{3, 0.5}}) {
    @Override
    Tensor loss(Tape tape, Tensor x, Tensor y) {
      Tensor sum = null;
      Tensor power = null;
      for (float constant : new float[] {1.5f, 2.25f, 2.625f}) {
        power = power == null ? y : Mul.apply(tape, power, y);
        Tensor part = plus(tape, Sub.apply(tape, Mul.apply(tape, x, power), x), constant);
        Tensor square = Mul.apply(tape, part, part);
        sum = sum == null ? square : Add.apply(tape, sum, square);
      }
      return sum;
    }
  },

  /** (x^2 + (y^2 - 1)^2 / 2) / 2: between two valleys a saddle, on whose ridge all set out. */
  SADDLE(
      "saddle: x²/2 + (y² − 1)²/4",
      -1.9f,
      1.3f,
      -1.5f,
      1.5f,
      -1.6f,
      0.01f,
      new double[][] {{0, 1}, {0, -1}}) {
    @Override
    Tensor loss(Tape tape, Tensor x, Tensor y) {
      Tensor valley = plus(tape, Mul.apply(tape, y, y), -1);
      return Add.apply(
          tape,
          Scale.apply(tape, Mul.apply(tape, x, x), 0.5f),
          Scale.apply(tape, Mul.apply(tape, valley, valley), 0.25f));
    }
  };

  final String title;
  final float left;
  final float right;
  final float bottom;
  final float top;
  final float startX;
  final float startY;

  /** Where the loss is 0. */
  final double[][] minima;

  Surface(
      String title,
      float left,
      float right,
      float bottom,
      float top,
      float startX,
      float startY,
      double[][] minima) {
    this.title = title;
    this.left = left;
    this.right = right;
    this.bottom = bottom;
    this.top = top;
    this.startX = startX;
    this.startY = startY;
    this.minima = minima;
  }

  /** The loss at each of some points; x, y, result: one shape. */
  abstract Tensor loss(Tape tape, Tensor x, Tensor y);

  /** The loss at one point. */
  float loss(float x, float y) {
    try (Tape tape = new Tape()) {
      return loss(tape, Tensor.of(new float[] {x}, 1), Tensor.of(new float[] {y}, 1)).item();
    }
  }

  /** The loss at the corners of cells: [rows + 1][columns + 1], bottom row first. */
  float[][] grid(int columns, int rows) {
    int n = (columns + 1) * (rows + 1);
    float[] x = new float[n];
    float[] y = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = left + (right - left) * (i % (columns + 1)) / columns;
      y[i] = bottom + (top - bottom) * (i / (columns + 1)) / rows;
    }
    try (Tape tape = new Tape()) {
      float[] loss = loss(tape, Tensor.of(x, n), Tensor.of(y, n)).data();
      float[][] grid = new float[rows + 1][];
      Arrays.setAll(
          grid, row -> Arrays.copyOfRange(loss, row * (columns + 1), (row + 1) * (columns + 1)));
      return grid;
    }
  }

  private static Tensor plus(Tape tape, Tensor x, float constant) {
    float[] values = new float[x.size()];
    Arrays.fill(values, constant);
    return Add.apply(tape, x, Tensor.of(values, x.shape()));
  }
}
