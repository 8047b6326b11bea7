package dev.lanewise.kernels.norm;

import static dev.lanewise.kernels.simd.Fold.WIDTH;
import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.math.RowSimd;
import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.Fold;
import dev.lanewise.kernels.simd.FoldSimd;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * {@link LayerNorm} on vectors. Blocks of rows go to the threads; for the gradients by gamma and
 * beta, which are sums over the rows, blocks of columns do.
 */
final class LayerNormSimd extends Task {
  /** Columns of a block: their rows are walked one after the other. */
  private static final int COLUMNS = 4096;

  private enum Op {
    FORWARD,
    PARAMETERS,
    INPUT_GRADIENT
  }

  private static final ThreadLocal<LayerNormSimd> CALL =
      ThreadLocal.withInitial(LayerNormSimd::new);

  private Op op;
  private LayerNormShape shape;
  private float[] x;
  private int xOffset;
  private float[] mean;
  private int meanOffset;
  private float[] inverse;
  private int inverseOffset;
  private float[] gamma;
  private int gammaOffset;
  private float[] beta;
  private int betaOffset;
  private float[] dy;
  private int dyOffset;
  // y on the way forward.
  private float[] dx;
  private int dxOffset;
  private float[] dgamma;
  private int dgammaOffset;
  private float[] dbeta;
  private int dbetaOffset;

  private LayerNormSimd() {}

  static void forward(
      LayerNormShape shape,
      float[] x,
      int xOffset,
      float[] gamma,
      int gammaOffset,
      float[] beta,
      int betaOffset,
      float[] y,
      int yOffset,
      float[] mean,
      int meanOffset,
      float[] inverse,
      int inverseOffset) {
    LayerNormSimd call = CALL.get();
    call.set(
        shape,
        x,
        xOffset,
        mean,
        meanOffset,
        inverse,
        inverseOffset,
        gamma,
        gammaOffset,
        y,
        yOffset);
    call.beta = beta;
    call.betaOffset = betaOffset;
    call.rows(Op.FORWARD);
    call.release();
  }

  static void backward(
      LayerNormShape shape,
      float[] x,
      int xOffset,
      float[] mean,
      int meanOffset,
      float[] inverse,
      int inverseOffset,
      float[] gamma,
      int gammaOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset,
      float[] dgamma,
      int dgammaOffset,
      float[] dbeta,
      int dbetaOffset) {
    LayerNormSimd call = CALL.get();
    call.set(
        shape,
        x,
        xOffset,
        mean,
        meanOffset,
        inverse,
        inverseOffset,
        gamma,
        gammaOffset,
        dx,
        dxOffset);
    call.dy = dy;
    call.dyOffset = dyOffset;
    call.dgamma = dgamma;
    call.dgammaOffset = dgammaOffset;
    call.dbeta = dbeta;
    call.dbetaOffset = dbetaOffset;
    call.op = Op.PARAMETERS;
    Parallelism.current().run(call, Math.ceilDiv(shape.columns(), COLUMNS));
    call.rows(Op.INPUT_GRADIENT);
    call.release();
  }

  private void set(
      LayerNormShape shape,
      float[] x,
      int xOffset,
      float[] mean,
      int meanOffset,
      float[] inverse,
      int inverseOffset,
      float[] gamma,
      int gammaOffset,
      float[] dx,
      int dxOffset) {
    this.shape = shape;
    this.x = x;
    this.xOffset = xOffset;
    this.mean = mean;
    this.meanOffset = meanOffset;
    this.inverse = inverse;
    this.inverseOffset = inverseOffset;
    this.gamma = gamma;
    this.gammaOffset = gammaOffset;
    this.dx = dx;
    this.dxOffset = dxOffset;
  }

  private void release() {
    x = mean = inverse = gamma = beta = dy = dx = dgamma = dbeta = null;
  }

  private void rows(Op op) {
    this.op = op;
    Parallelism.current()
        .run(this, Math.ceilDiv(shape.rows(), RowSimd.rowsPerPart(shape.columns())));
  }

  @Override
  protected void part(int part) {
    if (op == Op.PARAMETERS) {
      int from = part * COLUMNS;
      parameters(from, Math.min(COLUMNS, shape.columns() - from));
      return;
    }
    int rows = RowSimd.rowsPerPart(shape.columns());
    int to = Math.min(shape.rows(), (part + 1) * rows);
    for (int row = part * rows; row < to; row++) {
      if (op == Op.FORWARD) {
        forward(row);
      } else {
        inputGradient(row);
      }
    }
  }

  private void forward(int row) {
    int n = shape.columns();
    int at = xOffset + row * n;
    float[] acc = LayerNormReference.accumulators();
    float shift = FoldSimd.sum(n, x, at) / n;
    BatchNormSumsSimd.addSquares(n, x, at, shift, acc, 0);
    LayerNormReference.finishRow(
        shape, acc, shift, mean, meanOffset + row, inverse, inverseOffset + row);
    forwardRow(
        n,
        x,
        at,
        mean[meanOffset + row],
        inverse[inverseOffset + row],
        gamma,
        gammaOffset,
        beta,
        betaOffset,
        dx,
        dxOffset + row * n);
  }

  private void parameters(int from, int n) {
    Arrays.fill(dgamma, dgammaOffset + from, dgammaOffset + from + n, 0f);
    Arrays.fill(dbeta, dbetaOffset + from, dbetaOffset + from + n, 0f);
    for (int row = 0; row < shape.rows(); row++) {
      int at = row * shape.columns() + from;
      addParameters(
          n,
          x,
          xOffset + at,
          mean[meanOffset + row],
          inverse[inverseOffset + row],
          dy,
          dyOffset + at,
          dgamma,
          dgammaOffset + from,
          dbeta,
          dbetaOffset + from);
    }
  }

  private void inputGradient(int row) {
    int n = shape.columns();
    int at = row * n;
    float m = mean[meanOffset + row];
    float i = inverse[inverseOffset + row];
    float[] acc = LayerNormReference.accumulators();
    addRow(n, x, xOffset + at, m, i, gamma, gammaOffset, dy, dyOffset + at, acc);
    float sum = Fold.fold(acc, 0) / n;
    float product = Fold.fold(acc, WIDTH) / n;
    inputGradient(
        n,
        x,
        xOffset + at,
        m,
        i,
        gamma,
        gammaOffset,
        dy,
        dyOffset + at,
        sum,
        product,
        dx,
        dxOffset + at);
  }

  private static void forwardRow(
      int n,
      float[] x,
      int xo,
      float mean,
      float inverse,
      float[] gamma,
      int go,
      float[] beta,
      int bo,
      float[] y,
      int yo) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector h = FloatVector.fromArray(F, x, xo + i).sub(mean).mul(inverse);
      h.fma(FloatVector.fromArray(F, gamma, go + i), FloatVector.fromArray(F, beta, bo + i))
          .intoArray(y, yo + i);
    }
    LayerNormReference.forwardRow(
        n - i, x, xo + i, mean, inverse, gamma, go + i, beta, bo + i, y, yo + i);
  }

  private static void addParameters(
      int n,
      float[] x,
      int xo,
      float mean,
      float inverse,
      float[] dy,
      int dyo,
      float[] dgamma,
      int dgo,
      float[] dbeta,
      int dbo) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector h = FloatVector.fromArray(F, x, xo + i).sub(mean).mul(inverse);
      FloatVector g = FloatVector.fromArray(F, dy, dyo + i);
      g.fma(h, FloatVector.fromArray(F, dgamma, dgo + i)).intoArray(dgamma, dgo + i);
      FloatVector.fromArray(F, dbeta, dbo + i).add(g).intoArray(dbeta, dbo + i);
    }
    LayerNormReference.addParameters(
        n - i, x, xo + i, mean, inverse, dy, dyo + i, dgamma, dgo + i, dbeta, dbo + i);
  }

  /** The 64 accumulators of each sum stay in memory: it is in the first cache. */
  private static void addRow(
      int n,
      float[] x,
      int xo,
      float mean,
      float inverse,
      float[] gamma,
      int go,
      float[] dy,
      int dyo,
      float[] acc) {
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      int s = i % WIDTH;
      FloatVector h = FloatVector.fromArray(F, x, xo + i).sub(mean).mul(inverse);
      FloatVector g =
          FloatVector.fromArray(F, dy, dyo + i).mul(FloatVector.fromArray(F, gamma, go + i));
      FloatVector.fromArray(F, acc, s).add(g).intoArray(acc, s);
      g.fma(h, FloatVector.fromArray(F, acc, s + WIDTH)).intoArray(acc, s + WIDTH);
    }
    LayerNormReference.addRow(
        n - i, x, xo + i, mean, inverse, gamma, go + i, dy, dyo + i, acc, i % WIDTH);
  }

  private static void inputGradient(
      int n,
      float[] x,
      int xo,
      float mean,
      float inverse,
      float[] gamma,
      int go,
      float[] dy,
      int dyo,
      float sum,
      float product,
      float[] dx,
      int dxo) {
    FloatVector p = FloatVector.broadcast(F, -product);
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector h = FloatVector.fromArray(F, x, xo + i).sub(mean).mul(inverse);
      FloatVector g =
          FloatVector.fromArray(F, dy, dyo + i).mul(FloatVector.fromArray(F, gamma, go + i));
      h.fma(p, g.sub(sum)).mul(inverse).intoArray(dx, dxo + i);
    }
    LayerNormReference.inputGradient(
        n - i, x, xo + i, mean, inverse, gamma, go + i, dy, dyo + i, sum, product, dx, dxo + i);
  }
}
