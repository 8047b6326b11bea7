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

/** A library with the C interface to BLAS (cblas.h). */
abstract class Cblas implements Implementation {
  private static final int ROW_MAJOR = 101;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;

  // Constants for the JIT, whichever library it is: the function's address comes first.
  private static final MethodHandle GEMM =
      NativeLibrary.caller(
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
  private static final MethodHandle GEMV =
      NativeLibrary.caller(
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
  private static final MethodHandle DOT =
      NativeLibrary.caller(
          FunctionDescriptor.of(JAVA_FLOAT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle AXPY =
      NativeLibrary.caller(
          FunctionDescriptor.ofVoid(JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle SCALE =
      NativeLibrary.caller(FunctionDescriptor.ofVoid(JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT));

  /** Loaded when first asked for. */
  abstract NativeLibrary library();

  @Override
  public final String version() {
    return Versions.of(name());
  }

  @Override
  public final boolean does(Work work, int threads) {
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
  public final Call prepare(Work work, Data data, int threads) {
    return switch (work) {
      case GemmWork w when w.n() == 1 -> new Gemv(library(), w, data);
      case GemmWork w -> new Gemm(library(), w, data);
      case VectorWork w -> new Pass(library(), w, data);
      default -> throw new IllegalArgumentException(work.toString());
    };
  }

  /** Arrays outside of the heap, one of which is the result. */
  private abstract static class BlasCall implements Call {
    final Arena arena = Arena.ofShared();
    final MemorySegment function;

    BlasCall(NativeLibrary library, String function) {
      this.function = library.address(function);
    }

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

    Gemm(NativeLibrary library, GemmWork w, Data data) {
      super(library, "cblas_sgemm");
      this.w = w;
      a = NativeLibrary.copy(arena, data.input(0));
      b = NativeLibrary.copy(arena, data.input(1));
      c = NativeLibrary.floats(arena, (long) w.m() * w.n());
    }

    @Override
    void call() throws Throwable {
      GEMM.invokeExact(
          function,
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

    Gemv(NativeLibrary library, GemmWork w, Data data) {
      super(library, "cblas_sgemv");
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
      GEMV.invokeExact(
          function, ROW_MAJOR, transpose, rows, columns, 1f, a, columns, x, 1, 0f, y, 1);
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

    Pass(NativeLibrary library, VectorWork w, Data data) {
      super(
          library,
          switch (w.what()) {
            case DOT -> "cblas_sdot";
            case AXPY -> "cblas_saxpy";
            case SCALE -> "cblas_sscal";
            default -> throw new IllegalArgumentException(w.toString());
          });
      this.w = w;
      x = NativeLibrary.copy(arena, data.input(0));
      y = w.inputs().size() > 1 ? NativeLibrary.copy(arena, data.input(1)) : null;
    }

    private float dot;

    @Override
    void call() throws Throwable {
      switch (w.what()) {
        case DOT -> dot = (float) DOT.invokeExact(function, w.n(), x, 1, y, 1);
        case AXPY -> AXPY.invokeExact(function, w.n(), VectorWork.ALPHA, x, 1, y, 1);
        case SCALE -> SCALE.invokeExact(function, w.n(), VectorWork.ALPHA, x, 1);
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
