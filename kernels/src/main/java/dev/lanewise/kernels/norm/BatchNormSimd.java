package dev.lanewise.kernels.norm;

import static dev.lanewise.kernels.simd.Fold.WIDTH;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.Fold;
import dev.lanewise.kernels.simd.FoldSimd;
import dev.lanewise.kernels.simd.Scratch;
import dev.lanewise.kernels.simd.Slice;
import java.util.Arrays;

/**
 * {@link BatchNorm} on vectors. Sums go to the threads by groups of neighbouring channels, which
 * are walked image by image, so that memory is read in stretches of some length; what is done pixel
 * by pixel goes to them by blocks of planes.
 */
final class BatchNormSimd extends Task {
  /** Floats of one image that a group of channels has, about: a page. */
  private static final int STRETCH = 1024;

  private static final int MAX_GROUP = 16;

  /** Floats of a block of planes. */
  private static final int BLOCK = 32_768;

  /** Floats of a channel's line, and what they are; the last two on the way back only. */
  static final int LINE = 5;

  static final int MEAN = 0;
  static final int SCALE = 1;
  static final int BETA = 2;
  static final int SLOPE = 3;
  static final int CONSTANT = 4;

  private enum Op {
    STATISTICS,
    FORWARD,
    SUMS,
    INPUT_GRADIENT
  }

  private static final ThreadLocal<BatchNormSimd> CALL =
      ThreadLocal.withInitial(BatchNormSimd::new);

  private static final Scratch ACCUMULATORS = new Scratch();
  private static final Scratch LINES = new Scratch();

  private Op op;

  /** Of the lines. */
  private long number;

  private BatchNormShape shape;
  private boolean ofBatch;
  private float[] x;
  private int xOffset;
  private float[] mean;
  private int meanOffset;
  private float[] variance;
  private int varianceOffset;
  private float[] gamma;
  private int gammaOffset;
  private float[] beta;
  private int betaOffset;
  // y on the way forward.
  private float[] dx;
  private int dxOffset;
  private float[] dy;
  private int dyOffset;
  private float[] dgamma;
  private int dgammaOffset;
  private float[] dbeta;
  private int dbetaOffset;

  private BatchNormSimd() {}

  static void statistics(
      BatchNormShape shape,
      float[] x,
      int xOffset,
      float[] mean,
      int meanOffset,
      float[] variance,
      int varianceOffset) {
    BatchNormSimd call = CALL.get();
    call.input(shape, x, xOffset, mean, meanOffset, variance, varianceOffset);
    call.groups(Op.STATISTICS);
    call.release();
  }

  static void forward(
      BatchNormShape shape,
      float[] x,
      int xOffset,
      float[] mean,
      int meanOffset,
      float[] variance,
      int varianceOffset,
      float[] gamma,
      int gammaOffset,
      float[] beta,
      int betaOffset,
      float[] y,
      int yOffset) {
    BatchNormSimd call = CALL.get();
    call.input(shape, x, xOffset, mean, meanOffset, variance, varianceOffset);
    call.affine(gamma, gammaOffset, beta, betaOffset);
    call.dx = y;
    call.dxOffset = yOffset;
    call.planes(Op.FORWARD);
    call.release();
  }

  static void backward(
      BatchNormShape shape,
      boolean ofBatch,
      float[] x,
      int xOffset,
      float[] mean,
      int meanOffset,
      float[] variance,
      int varianceOffset,
      float[] gamma,
      int gammaOffset,
      float[] beta,
      int betaOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset,
      float[] dgamma,
      int dgammaOffset,
      float[] dbeta,
      int dbetaOffset) {
    BatchNormSimd call = CALL.get();
    call.input(shape, x, xOffset, mean, meanOffset, variance, varianceOffset);
    call.affine(gamma, gammaOffset, beta, betaOffset);
    call.ofBatch = ofBatch;
    call.dy = dy;
    call.dyOffset = dyOffset;
    call.dx = dx;
    call.dxOffset = dxOffset;
    call.dgamma = dgamma;
    call.dgammaOffset = dgammaOffset;
    call.dbeta = dbeta;
    call.dbetaOffset = dbetaOffset;
    call.groups(Op.SUMS);
    call.planes(Op.INPUT_GRADIENT);
    call.release();
  }

  private void input(
      BatchNormShape shape,
      float[] x,
      int xOffset,
      float[] mean,
      int meanOffset,
      float[] variance,
      int varianceOffset) {
    this.shape = shape;
    this.x = x;
    this.xOffset = xOffset;
    this.mean = mean;
    this.meanOffset = meanOffset;
    this.variance = variance;
    this.varianceOffset = varianceOffset;
  }

  private void affine(float[] gamma, int gammaOffset, float[] beta, int betaOffset) {
    this.gamma = gamma;
    this.gammaOffset = gammaOffset;
    this.beta = beta;
    this.betaOffset = betaOffset;
  }

  private void release() {
    x = mean = variance = gamma = beta = dx = dy = dgamma = dbeta = null;
  }

  private void start(Op op) {
    this.op = op;
    number = Scratch.numbers(1);
  }

  private void groups(Op op) {
    start(op);
    Parallelism.current().run(this, Math.ceilDiv(shape.channels(), channelsPerGroup()));
  }

  private void planes(Op op) {
    start(op);
    Parallelism.current().run(this, Math.ceilDiv(shape.planes(), planesPerBlock()));
  }

  private int channelsPerGroup() {
    return Math.clamp(STRETCH / shape.pixels(), 1, MAX_GROUP);
  }

  private int planesPerBlock() {
    return Math.max(1, BLOCK / shape.pixels());
  }

  @Override
  protected void part(int part) {
    switch (op) {
      case STATISTICS -> {
        int from = part * channelsPerGroup();
        statistics(from, Math.min(shape.channels(), from + channelsPerGroup()));
      }
      case SUMS -> {
        int from = part * channelsPerGroup();
        sums(from, Math.min(shape.channels(), from + channelsPerGroup()));
      }
      case FORWARD, INPUT_GRADIENT -> {
        int from = part * planesPerBlock();
        planes(from, from + Math.min(shape.planes() - from, planesPerBlock()));
      }
    }
  }

  private void statistics(int from, int to) {
    int pixels = shape.pixels();
    Slice acc = accumulators(to - from);
    for (int c = from; c < to; c++) {
      mean[meanOffset + c] = FoldSimd.sum(pixels, x, xOffset + c * pixels) / pixels;
    }
    for (int image = 0; image < shape.batch(); image++) {
      for (int c = from; c < to; c++) {
        int at = xOffset + (image * shape.channels() + c) * pixels;
        BatchNormSumsSimd.addSquares(
            pixels, x, at, mean[meanOffset + c], acc.array, acc.at + 2 * WIDTH * (c - from));
      }
    }
    for (int c = from; c < to; c++) {
      BatchNormReference.finishStatistics(
          shape.perChannel(),
          acc.array,
          acc.at + 2 * WIDTH * (c - from),
          mean,
          meanOffset + c,
          variance,
          varianceOffset + c);
    }
  }

  private void sums(int from, int to) {
    Slice acc = accumulators(to - from);
    float[] lines = lines();
    for (int image = 0; image < shape.batch(); image++) {
      int at = (image * shape.channels() + from) * shape.pixels();
      BatchNormSumsSimd.addGradients(
          to - from,
          shape.pixels(),
          x,
          xOffset + at,
          dy,
          dyOffset + at,
          lines,
          LINE * from,
          shape.floor(),
          acc.array,
          acc.at);
    }
    for (int c = from; c < to; c++) {
      int sums = acc.at + 2 * WIDTH * (c - from);
      dbeta[dbetaOffset + c] = Fold.fold(acc.array, sums);
      dgamma[dgammaOffset + c] =
          Fold.fold(acc.array, sums + WIDTH) * shape.inverse(variance[varianceOffset + c]);
    }
  }

  private void planes(int from, int to) {
    float[] lines = lines();
    int pixels = shape.pixels();
    int end;
    for (int plane = from; plane < to; plane = end) {
      int c = plane % shape.channels();
      end = Math.min(to, plane - c + shape.channels());
      int at = plane * pixels;
      if (op == Op.FORWARD) {
        BatchNormPlanesSimd.forward(
            end - plane,
            pixels,
            x,
            xOffset + at,
            lines,
            LINE * c,
            shape.floor(),
            dx,
            dxOffset + at);
      } else {
        BatchNormPlanesSimd.inputGradient(
            end - plane,
            pixels,
            x,
            xOffset + at,
            dy,
            dyOffset + at,
            lines,
            LINE * c,
            shape.floor(),
            dx,
            dxOffset + at);
      }
    }
  }

  /** All channels' lines, which each thread makes for itself. */
  private float[] lines() {
    float[] lines = LINES.floats(LINE * shape.channels());
    if (LINES.lacks(number)) {
      for (int c = 0; c < shape.channels(); c++) {
        int line = LINE * c;
        float inverse = shape.inverse(variance[varianceOffset + c]);
        float scale = gamma[gammaOffset + c] * inverse;
        lines[line + MEAN] = mean[meanOffset + c];
        lines[line + SCALE] = scale;
        lines[line + BETA] = beta[betaOffset + c];
        if (op == Op.INPUT_GRADIENT) {
          lines[line + SLOPE] =
              BatchNormReference.slope(shape, ofBatch, scale, inverse, dgamma[dgammaOffset + c]);
          lines[line + CONSTANT] =
              BatchNormReference.constant(shape, ofBatch, scale, dbeta[dbetaOffset + c]);
        }
      }
    }
    return lines;
  }

  private static Slice accumulators(int channels) {
    int n = 2 * WIDTH * channels;
    Slice acc = ACCUMULATORS.slice(n);
    Arrays.fill(acc.array, acc.at, acc.at + n, 0f);
    return acc;
  }
}
