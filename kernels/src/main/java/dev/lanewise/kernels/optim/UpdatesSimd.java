package dev.lanewise.kernels.optim;

import static dev.lanewise.kernels.simd.Lanes.F;
import static dev.lanewise.kernels.simd.Lanes.LENGTH;

import dev.lanewise.kernels.parallel.Parallelism;
import dev.lanewise.kernels.parallel.Task;
import dev.lanewise.kernels.simd.Slice;
import jdk.incubator.vector.FloatVector;

/**
 * {@link Updates} on vectors; blocks of a long vector go to the threads. The floats before the
 * first line of x go first, where it is known: stores across two lines take twice the time.
 */
final class UpdatesSimd extends Task {
  /** Elements that are worth another thread: 4 us at least. */
  private static final int BLOCK = 65_536;

  private enum Rule {
    DESCENT,
    MOMENTUM,
    NESTEROV,
    SCALED,
    ADAM
  }

  private static final ThreadLocal<UpdatesSimd> CALL = ThreadLocal.withInitial(UpdatesSimd::new);

  private Rule rule;
  private int n;

  /** Floats before the blocks. */
  private int head;

  private float rate;
  private float scale;
  private float decay;

  /** Momentum, keep, beta1. */
  private float a;

  /** Take, beta2. */
  private float b;

  private float root;
  private float epsilon;
  private float shrink;
  private float[] x;
  private int xOffset;
  private float[] g;
  private int gOffset;

  /** v, s; m of Adam. */
  private float[] p;

  private int pOffset;

  /** s of Adam. */
  private float[] q;

  private int qOffset;

  private UpdatesSimd() {}

  static void descent(
      int n, float rate, float scale, float decay, float[] x, int xo, float[] g, int go) {
    CALL.get().run(Rule.DESCENT, n, rate, scale, decay, x, xo, g, go, null, 0, null, 0);
  }

  static void momentum(
      int n,
      float rate,
      float momentum,
      float scale,
      float decay,
      float[] x,
      int xo,
      float[] g,
      int go,
      float[] v,
      int vo) {
    UpdatesSimd call = CALL.get();
    call.a = momentum;
    call.run(Rule.MOMENTUM, n, rate, scale, decay, x, xo, g, go, v, vo, null, 0);
  }

  static void nesterov(
      int n,
      float rate,
      float momentum,
      float scale,
      float decay,
      float[] x,
      int xo,
      float[] g,
      int go,
      float[] v,
      int vo) {
    UpdatesSimd call = CALL.get();
    call.a = momentum;
    call.run(Rule.NESTEROV, n, rate, scale, decay, x, xo, g, go, v, vo, null, 0);
  }

  static void scaled(
      int n,
      float rate,
      float keep,
      float take,
      float epsilon,
      float scale,
      float decay,
      float[] x,
      int xo,
      float[] g,
      int go,
      float[] s,
      int so) {
    UpdatesSimd call = CALL.get();
    call.a = keep;
    call.b = take;
    call.epsilon = epsilon;
    call.run(Rule.SCALED, n, rate, scale, decay, x, xo, g, go, s, so, null, 0);
  }

  static void adam(
      int n,
      float rate,
      float beta1,
      float beta2,
      float root,
      float epsilon,
      float shrink,
      float scale,
      float decay,
      float[] x,
      int xo,
      float[] g,
      int go,
      float[] m,
      int mo,
      float[] s,
      int so) {
    UpdatesSimd call = CALL.get();
    call.a = beta1;
    call.b = beta2;
    call.root = root;
    call.epsilon = epsilon;
    call.shrink = shrink;
    call.run(Rule.ADAM, n, rate, scale, decay, x, xo, g, go, m, mo, s, so);
  }

  private void run(
      Rule rule,
      int n,
      float rate,
      float scale,
      float decay,
      float[] x,
      int xOffset,
      float[] g,
      int gOffset,
      float[] p,
      int pOffset,
      float[] q,
      int qOffset) {
    this.rule = rule;
    this.n = n;
    this.rate = rate;
    this.scale = scale;
    this.decay = decay;
    this.x = x;
    this.xOffset = xOffset;
    this.g = g;
    this.gOffset = gOffset;
    this.p = p;
    this.pOffset = pOffset;
    this.q = q;
    this.qOffset = qOffset;
    head = n <= BLOCK ? 0 : Slice.toLine(x, xOffset);
    Parallelism.current().run(this, (int) ((n - head - 1L + BLOCK) / BLOCK));
    this.x = null;
    this.g = null;
    this.p = null;
    this.q = null;
  }

  @Override
  protected void part(int block) {
    if (block == 0 && head > 0) {
      update(0, head);
    }
    int from = head + block * BLOCK;
    update(from, Math.min(BLOCK, n - from));
  }

  private void update(int from, int length) {
    int xo = xOffset + from;
    int go = gOffset + from;
    int po = pOffset + from;
    switch (rule) {
      case DESCENT -> descentBlock(length, rate, scale, decay, x, xo, g, go);
      case MOMENTUM -> momentumBlock(length, rate, a, scale, decay, x, xo, g, go, p, po);
      case NESTEROV -> nesterovBlock(length, rate, a, scale, decay, x, xo, g, go, p, po);
      case SCALED -> scaledBlock(length, xo, go, po);
      case ADAM -> adamBlock(length, xo, go, po, qOffset + from);
    }
  }

  private static void descentBlock(
      int n, float rate, float scale, float decay, float[] x, int xo, float[] g, int go) {
    FloatVector minusRate = FloatVector.broadcast(F, -rate);
    FloatVector weightDecay = FloatVector.broadcast(F, decay);
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector xi = FloatVector.fromArray(F, x, xo + i);
      FloatVector d = weightDecay.fma(xi, FloatVector.fromArray(F, g, go + i).mul(scale));
      minusRate.fma(d, xi).intoArray(x, xo + i);
    }
    UpdatesReference.descent(n - i, rate, scale, decay, x, xo + i, g, go + i);
  }

  private static void momentumBlock(
      int n,
      float rate,
      float momentum,
      float scale,
      float decay,
      float[] x,
      int xo,
      float[] g,
      int go,
      float[] v,
      int vo) {
    FloatVector minusRate = FloatVector.broadcast(F, -rate);
    FloatVector weightDecay = FloatVector.broadcast(F, decay);
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector xi = FloatVector.fromArray(F, x, xo + i);
      FloatVector d = weightDecay.fma(xi, FloatVector.fromArray(F, g, go + i).mul(scale));
      FloatVector vi = minusRate.fma(d, FloatVector.fromArray(F, v, vo + i).mul(momentum));
      vi.intoArray(v, vo + i);
      xi.add(vi).intoArray(x, xo + i);
    }
    UpdatesReference.momentum(n - i, rate, momentum, scale, decay, x, xo + i, g, go + i, v, vo + i);
  }

  private static void nesterovBlock(
      int n,
      float rate,
      float momentum,
      float scale,
      float decay,
      float[] x,
      int xo,
      float[] g,
      int go,
      float[] v,
      int vo) {
    FloatVector minusRate = FloatVector.broadcast(F, -rate);
    FloatVector mu = FloatVector.broadcast(F, momentum);
    FloatVector weightDecay = FloatVector.broadcast(F, decay);
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector xi = FloatVector.fromArray(F, x, xo + i);
      FloatVector d = weightDecay.fma(xi, FloatVector.fromArray(F, g, go + i).mul(scale));
      FloatVector vi = minusRate.fma(d, FloatVector.fromArray(F, v, vo + i).mul(mu));
      vi.intoArray(v, vo + i);
      minusRate.fma(d, mu.fma(vi, xi)).intoArray(x, xo + i);
    }
    UpdatesReference.nesterov(n - i, rate, momentum, scale, decay, x, xo + i, g, go + i, v, vo + i);
  }

  private void scaledBlock(int n, int xo, int go, int so) {
    float[] x = this.x;
    float[] g = this.g;
    float[] s = this.p;
    FloatVector minusRate = FloatVector.broadcast(F, -rate);
    FloatVector weightDecay = FloatVector.broadcast(F, decay);
    FloatVector clip = FloatVector.broadcast(F, scale);
    FloatVector keep = FloatVector.broadcast(F, a);
    FloatVector take = FloatVector.broadcast(F, b);
    FloatVector eps = FloatVector.broadcast(F, epsilon);
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector xi = FloatVector.fromArray(F, x, xo + i);
      FloatVector d = weightDecay.fma(xi, FloatVector.fromArray(F, g, go + i).mul(clip));
      FloatVector si = take.mul(d).fma(d, FloatVector.fromArray(F, s, so + i).mul(keep));
      si.intoArray(s, so + i);
      minusRate.fma(d.div(si.sqrt().add(eps)), xi).intoArray(x, xo + i);
    }
    UpdatesReference.scaled(
        n - i, rate, a, b, epsilon, scale, decay, x, xo + i, g, go + i, s, so + i);
  }

  private void adamBlock(int n, int xo, int go, int mo, int so) {
    float[] x = this.x;
    float[] g = this.g;
    float[] m = this.p;
    float[] s = this.q;
    FloatVector minusRate = FloatVector.broadcast(F, -rate);
    FloatVector weightDecay = FloatVector.broadcast(F, decay);
    FloatVector clip = FloatVector.broadcast(F, scale);
    FloatVector beta1 = FloatVector.broadcast(F, a);
    FloatVector rest1 = FloatVector.broadcast(F, 1 - a);
    FloatVector beta2 = FloatVector.broadcast(F, b);
    FloatVector rest2 = FloatVector.broadcast(F, 1 - b);
    FloatVector correction = FloatVector.broadcast(F, root);
    FloatVector eps = FloatVector.broadcast(F, epsilon);
    FloatVector kept = FloatVector.broadcast(F, shrink);
    int i = 0;
    for (; i < F.loopBound(n); i += LENGTH) {
      FloatVector xi = FloatVector.fromArray(F, x, xo + i);
      FloatVector d = weightDecay.fma(xi, FloatVector.fromArray(F, g, go + i).mul(clip));
      FloatVector mi = rest1.fma(d, FloatVector.fromArray(F, m, mo + i).mul(beta1));
      mi.intoArray(m, mo + i);
      FloatVector si = rest2.mul(d).fma(d, FloatVector.fromArray(F, s, so + i).mul(beta2));
      si.intoArray(s, so + i);
      FloatVector step = mi.div(correction.fma(si.sqrt(), eps));
      minusRate.fma(step, xi.mul(kept)).intoArray(x, xo + i);
    }
    UpdatesReference.adam(
        n - i, rate, a, b, root, epsilon, shrink, scale, decay, x, xo + i, g, go + i, m, mo + i, s,
        so + i);
  }
}
