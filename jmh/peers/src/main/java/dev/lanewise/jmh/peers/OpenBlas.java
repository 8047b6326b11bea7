package dev.lanewise.jmh.peers;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.lanewise.jmh.impl.Implementation;
import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.GemmWork;
import dev.lanewise.jmh.work.VectorWork;
import dev.lanewise.jmh.work.Work;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** OpenBLAS by its C interface. */
public final class OpenBlas implements Implementation {
  private static final int ROW_MAJOR = 101;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;

  @Override
  public String name() {
    return "openblas";
  }

  @Override
  public String version() {
    return Versions.of("openblas");
  }

  @Override
  public boolean does(Work work, int threads) {
    return switch (work) {
      case GemmWork _ -> true;
      case VectorWork w ->
          switch (w.what()) {
            case DOT, AXPY, SCALE -> true;
            case SUM, ADD, MUL, MAX -> false;
          };
      default -> false;
    };
  }

  @Override
  public void enter(int threads) {
    try {
      Functions.THREADS.invokeExact(threads);
    } catch (Throwable e) {
      throw new LinkageError("openblas_set_num_threads", e);
    }
  }

  @Override
  public Call prepare(Work work, Data data, int threads) {
    return switch (work) {
      case GemmWork w when w.n() == 1 -> new Gemv(w, data);
      case GemmWork w -> new Gemm(w, data);
      case VectorWork w -> new Pass(w, data);
      default -> throw new IllegalArgumentException(work.toString());
    };
  }

  /** Found when first used. */
  private static final class Functions {
    private static final NativeLibrary LIBRARY =
        new NativeLibrary("org/bytedeco/openblas/linux-x86_64/libopenblas.so.0");
    static final MethodHandle THREADS =
        LIBRARY.function("openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT));
    static final MethodHandle GEMM =
        LIBRARY.function(
            "cblas_sgemm",
            FunctionDescriptor.ofVoid(
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_FLOAT,
                ADDRESS,
                JAVA_INT,
                ADDRESS,
                JAVA_INT,
                JAVA_FLOAT,
                ADDRESS,
                JAVA_INT));
    static final MethodHandle GEMV =
        LIBRARY.function(
            "cblas_sgemv",
            FunctionDescriptor.ofVoid(
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_FLOAT,
                ADDRESS,
                JAVA_INT,
                ADDRESS,
                JAVA_INT,
                JAVA_FLOAT,
                ADDRESS,
                JAVA_INT));
    static final MethodHandle DOT =
        LIBRARY.function(
            "cblas_sdot",
            FunctionDescriptor.of(JAVA_FLOAT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
    static final MethodHandle AXPY =
        LIBRARY.function(
            "cblas_saxpy",
            FunctionDescriptor.ofVoid(JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
    static final MethodHandle SCALE =
        LIBRARY.function(
            "cblas_sscal", FunctionDescriptor.ofVoid(JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT));
  }

  /** Arrays outside of the heap, one of which is the result. */
  private abstract static class BlasCall implements Call {
    final Arena arena = Arena.ofShared();

    abstract void call() throws Throwable;

    abstract MemorySegment result();

    @Override
    public final void run() {
      try {
        call();
      } catch (Throwable e) {
        throw new LinkageError(getClass().getSimpleName(), e);
      }
    }

    @Override
    public final float[][] outputs() {
      return new float[][] {result().toArray(JAVA_FLOAT)};
    }

    @Override
    public final void close() {
      arena.close();
    }
  }

  private static final class Gemm extends BlasCall {
    private final GemmWork w;
    private final MemorySegment a;
    private final MemorySegment b;
    private final MemorySegment c;

    Gemm(GemmWork w, Data data) {
      this.w = w;
      a = NativeLibrary.copy(arena, data.input(0));
      b = NativeLibrary.copy(arena, data.input(1));
      c = NativeLibrary.floats(arena, (long) w.m() * w.n());
    }

    @Override
    void call() throws Throwable {
      Functions.GEMM.invokeExact(
          ROW_MAJOR,
          w.transposeA() ? TRANSPOSED : PLAIN,
          w.transposeB() ? TRANSPOSED : PLAIN,
          w.m(),
          w.n(),
          w.k(),
          1f,
          a,
          w.transposeA() ? w.m() : w.k(),
          b,
          w.transposeB() ? w.k() : w.n(),
          0f,
          c,
          w.n());
    }

    @Override
    MemorySegment result() {
      return c;
    }
  }

  private static final class Gemv extends BlasCall {
    private final GemmWork w;
    private final MemorySegment a;
    private final MemorySegment x;
    private final MemorySegment y;

    Gemv(GemmWork w, Data data) {
      this.w = w;
      a = NativeLibrary.copy(arena, data.input(0));
      x = NativeLibrary.copy(arena, data.input(1));
      y = NativeLibrary.floats(arena, w.m());
    }

    @Override
    void call() throws Throwable {
      int rows = w.transposeA() ? w.k() : w.m();
      int columns = w.transposeA() ? w.m() : w.k();
      int transpose = w.transposeA() ? TRANSPOSED : PLAIN;
      Functions.GEMV.invokeExact(
          ROW_MAJOR, transpose, rows, columns, 1f, a, columns, x, 1, 0f, y, 1);
    }

    @Override
    MemorySegment result() {
      return y;
    }
  }

  private static final class Pass extends BlasCall {
    private final VectorWork w;
    private final MemorySegment x;
    private final MemorySegment y;

    Pass(VectorWork w, Data data) {
      this.w = w;
      x = NativeLibrary.copy(arena, data.input(0));
      y = w.inputs().size() > 1 ? NativeLibrary.copy(arena, data.input(1)) : null;
    }

    private float dot;

    @Override
    void call() throws Throwable {
      switch (w.what()) {
        case DOT -> dot = (float) Functions.DOT.invokeExact(w.n(), x, 1, y, 1);
        case AXPY -> Functions.AXPY.invokeExact(w.n(), VectorWork.ALPHA, x, 1, y, 1);
        case SCALE -> Functions.SCALE.invokeExact(w.n(), VectorWork.ALPHA, x, 1);
        default -> throw new IllegalArgumentException(w.toString());
      }
    }

    @Override
    MemorySegment result() {
      return switch (w.what()) {
        case DOT -> MemorySegment.ofArray(new float[] {dot});
        case AXPY -> y;
        default -> x;
      };
    }
  }
}
