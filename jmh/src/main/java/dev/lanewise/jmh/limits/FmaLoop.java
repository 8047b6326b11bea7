package dev.lanewise.jmh.limits;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Nothing but fused multiply-adds, in as many chains as hide their latency, all in registers. */
final class FmaLoop {
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final int CHAINS = 12;

  private FmaLoop() {}

  static long flops(int steps) {
    return 2L * CHAINS * F.length() * steps;
  }

  /** Each chain goes to 1. */
  static float run(int steps) {
    FloatVector half = FloatVector.broadcast(F, 0.5f);
    FloatVector a = half;
    FloatVector b = half;
    FloatVector c = half;
    FloatVector d = half;
    FloatVector e = half;
    FloatVector f = half;
    FloatVector g = half;
    FloatVector h = half;
    FloatVector i = half;
    FloatVector j = half;
    FloatVector k = half;
    FloatVector l = half;
    for (int step = 0; step < steps; step++) {
      a = a.fma(half, half);
      b = b.fma(half, half);
      c = c.fma(half, half);
      d = d.fma(half, half);
      e = e.fma(half, half);
      f = f.fma(half, half);
      g = g.fma(half, half);
      h = h.fma(half, half);
      i = i.fma(half, half);
      j = j.fma(half, half);
      k = k.fma(half, half);
      l = l.fma(half, half);
    }
    FloatVector all = a.add(b).add(c.add(d)).add(e.add(f).add(g.add(h)));
    return all.add(i.add(j).add(k.add(l))).lane(0);
  }
}
