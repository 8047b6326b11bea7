package dev.lanewise.jmh.peers;

import static dev.lanewise.jmh.peers.Dnnl.ARG_DST;
import static dev.lanewise.jmh.peers.Dnnl.ARG_SRC;
import static dev.lanewise.jmh.peers.Dnnl.ARG_WEIGHTS;

import dev.lanewise.jmh.impl.Implementation;
import dev.lanewise.jmh.work.ActivationWork;
import dev.lanewise.jmh.work.ConvWork;
import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.GemmWork;
import dev.lanewise.jmh.work.PoolWork;
import dev.lanewise.jmh.work.SoftmaxWork;
import dev.lanewise.jmh.work.VectorWork;
import dev.lanewise.jmh.work.Work;
import java.lang.foreign.MemorySegment;

/**
 * oneDNN by its C interface: on the plain layout, or on what it likes best, with the conversion
 * left out of the time.
 */
abstract class OneDnn implements Implementation {
  private final boolean blocked;

  OneDnn(boolean blocked) {
    this.blocked = blocked;
  }

  @Override
  public String name() {
    return blocked ? "onednn-blocked" : "onednn";
  }

  @Override
  public String version() {
    return Versions.of("onednn");
  }

  /**
   * On plain images its gradient by the weights is a reference loop, which would say nothing; and
   * where order does not matter there is nothing to block.
   */
  @Override
  public boolean does(Work work, int threads) {
    return switch (work) {
      case GemmWork w -> !blocked || w.n() > 1;
      case ConvWork w ->
          switch (w.way()) {
            case FORWARD, INPUT_GRADIENT -> true;
            case FORWARD_POOLED -> false;
            case WEIGHT_GRADIENT -> blocked;
          };
      case PoolWork _ -> true;
      case ActivationWork _, SoftmaxWork _ -> !blocked;
      case VectorWork w ->
          !blocked
              && switch (w.what()) {
                case ADD, MUL, MAX, SUM -> true;
                case DOT, AXPY, SCALE -> false;
              };
      default -> false;
    };
  }

  @Override
  public void enter(int threads) {
    Dnnl.setThreads(threads);
  }

  @Override
  public Call prepare(Work work, Data data, int threads) {
    return switch (work) {
      case GemmWork w -> gemm(w, data);
      case ConvWork w -> DnnlConvolution.of(w, data, blocked);
      case PoolWork w -> DnnlPooling.of(w, data, blocked);
      case ActivationWork w -> DnnlElementwise.of(w, data);
      case SoftmaxWork w -> DnnlElementwise.of(w, data);
      case VectorWork w -> DnnlElementwise.of(w, data);
      default -> throw new IllegalArgumentException(work.toString());
    };
  }

  /** Blocked means that B is packed beforehand, as for weights. */
  private Call gemm(GemmWork w, Data data) {
    long m = w.m();
    long n = w.n();
    long k = w.k();
    MemorySegment a =
        Dnnl.strided(new long[] {m, k}, w.transposeA() ? new long[] {1, m} : new long[] {k, 1});
    MemorySegment b =
        Dnnl.strided(new long[] {k, n}, w.transposeB() ? new long[] {1, k} : new long[] {n, 1});
    MemorySegment c = Dnnl.plain(m, n);
    MemorySegment weights = blocked ? Dnnl.layout(Dnnl.FORMAT_ANY, k, n) : b;
    return new DnnlCall(
            Dnnl.create(
                "dnnl_matmul_primitive_desc_create", Dnnl.ENGINE, a, weights, null, c, null))
        .input(ARG_SRC, 0, a, data.input(0))
        .input(ARG_WEIGHTS, Dnnl.QUERY_WEIGHTS, b, data.input(1))
        .output(ARG_DST, 0, c);
  }
}
