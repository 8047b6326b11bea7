package dev.lanewise.jmh.peers;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** oneDNN's C interface (dnnl.h), as far as it is used here; names and numbers are its own. */
final class Dnnl {
  static final int FORMAT_ANY = 1;
  static final int FORMAT_NCHW16C = 78;
  static final int FORMAT_NCHW8C = 102;
  static final int FORWARD_TRAINING = 64;
  static final int FORWARD_INFERENCE = 96;
  static final int CONVOLUTION_DIRECT = 1;
  static final int POOLING_MAX = 511;
  static final int POOLING_AVG_EXCLUDE_PADDING = 1023;
  static final int ELTWISE_EXP = 42;
  static final int ELTWISE_LOG = 45;
  static final int ELTWISE_LOGISTIC = 41;
  static final int ELTWISE_TANH = 33;
  static final int ELTWISE_RELU = 32;
  static final int ELTWISE_ELU = 34;
  static final int ELTWISE_SOFT_RELU = 39;
  static final int ELTWISE_SWISH = 44;
  static final int ELTWISE_GELU_ERF = 49;
  static final int ELTWISE_RELU_FROM_DST = 256;
  static final int ELTWISE_TANH_FROM_DST = 257;
  static final int ELTWISE_ELU_FROM_DST = 258;
  static final int ELTWISE_LOGISTIC_FROM_DST = 260;
  static final int SOFTMAX_ACCURATE = 196608;
  static final int SOFTMAX_LOG = 196609;
  static final int BINARY_ADD = 131056;
  static final int BINARY_MUL = 131057;
  static final int BINARY_MAX = 131058;
  static final int REDUCTION_SUM = 196596;

  static final int QUERY_SRC = 129;
  static final int QUERY_DIFF_SRC = 130;
  static final int QUERY_WEIGHTS = 131;
  static final int QUERY_DIFF_WEIGHTS = 132;
  static final int QUERY_DST = 133;
  static final int QUERY_DIFF_DST = 134;
  static final int QUERY_WORKSPACE = 135;

  static final int ARG_SRC = 1;
  static final int ARG_SRC_1 = 2;
  static final int ARG_DST = 17;
  static final int ARG_WEIGHTS = 33;
  static final int ARG_BIAS = 41;
  static final int ARG_WORKSPACE = 64;
  static final int ARG_DIFF_SRC = 129;
  static final int ARG_DIFF_DST = 145;
  static final int ARG_DIFF_WEIGHTS = 161;
  static final int ARG_DIFF_BIAS = 169;

  private static final int CPU = 1;
  private static final int DEFAULT_FLAGS = 1;
  private static final int FLOAT32 = 3;

  private static final String FOLDER = "org/bytedeco/dnnl/linux-x86_64/";
  private static final NativeLibrary LIBRARY = new NativeLibrary(FOLDER + "libdnnl.so.3");
  private static final Map<String, MethodHandle> FUNCTIONS = new ConcurrentHashMap<>();
  private static final MethodHandle SET_THREADS =
      new NativeLibrary(FOLDER + "libgomp.so.1")
          .function("omp_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT));

  /** status dnnl_primitive_execute(primitive, stream, nargs, args). */
  static final MethodHandle EXECUTE =
      LIBRARY.function(
          "dnnl_primitive_execute",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS));

  static final MemorySegment ENGINE = create("dnnl_engine_create", CPU, 0L);
  static final MemorySegment STREAM = create("dnnl_stream_create", ENGINE, DEFAULT_FLAGS);

  private Dnnl() {}

  /** OpenMP keeps this for each calling thread. */
  static void setThreads(int threads) {
    try {
      SET_THREADS.invokeExact(threads);
    } catch (Throwable e) {
      throw new LinkageError("omp_set_num_threads", e);
    }
  }

  /**
   * The object that a function returns by its first argument.
   *
   * @param arguments the others: Integer, Long, Float, MemorySegment (null for NULL) or long[] (a
   *     dnnl_dims_t)
   */
  static MemorySegment create(String function, Object... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment result = arena.allocate(ADDRESS);
      List<Object> all = new ArrayList<>();
      List<MemoryLayout> types = new ArrayList<>();
      all.add(result);
      types.add(ADDRESS);
      for (Object argument : arguments) {
        all.add(
            switch (argument) {
              case null -> MemorySegment.NULL;
              case long[] dims -> arena.allocateFrom(JAVA_LONG, Arrays.copyOf(dims, 12));
              default -> argument;
            });
        types.add(
            switch (argument) {
              case Integer _ -> JAVA_INT;
              case Long _ -> JAVA_LONG;
              case Float _ -> JAVA_FLOAT;
              case null, default -> ADDRESS;
            });
      }
      MethodHandle handle =
          FUNCTIONS.computeIfAbsent(
              function,
              name ->
                  LIBRARY.function(
                      name, FunctionDescriptor.of(JAVA_INT, types.toArray(MemoryLayout[]::new))));
      int status = (int) handle.invokeWithArguments(all);
      if (status != 0) {
        throw new UnsupportedOperationException(function + ": oneDNN's status " + status);
      }
      return result.get(ADDRESS, 0);
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError(function, e);
    }
  }

  static void destroy(String function, MemorySegment object) {
    MethodHandle handle =
        FUNCTIONS.computeIfAbsent(
            function, name -> LIBRARY.function(name, FunctionDescriptor.of(JAVA_INT, ADDRESS)));
    try {
      int _ = (int) handle.invokeExact(object);
    } catch (Throwable e) {
      throw new LinkageError(function, e);
    }
  }

  /** A description of floats in a layout, by its tag; a few hundred bytes that nobody frees. */
  static MemorySegment layout(int tag, long... dims) {
    return create("dnnl_memory_desc_create_with_tag", dims.length, dims, FLOAT32, tag);
  }

  /** A description of floats, dense and row-major. */
  static MemorySegment plain(long... dims) {
    long[] strides = new long[dims.length];
    long stride = 1;
    for (int d = dims.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= dims[d];
    }
    return strided(dims, strides);
  }

  static MemorySegment strided(long[] dims, long[] strides) {
    return create("dnnl_memory_desc_create_with_strides", dims.length, dims, FLOAT32, strides);
  }

  /** oneDNN wants the padding that is used, no more: it may be less than on the other side. */
  static long padAfter(int outputs, int stride, int window, int size, int pad) {
    return (outputs - 1L) * stride + window - size - pad;
  }

  /** The layout that a primitive wants, or NULL if it has no such argument. */
  static MemorySegment wanted(MemorySegment primitiveDescription, int what) {
    MethodHandle query =
        FUNCTIONS.computeIfAbsent(
            "dnnl_primitive_desc_query_md",
            name ->
                LIBRARY.function(
                    name, FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, JAVA_INT)));
    try {
      return (MemorySegment) query.invokeExact(primitiveDescription, what, 0);
    } catch (Throwable e) {
      throw new LinkageError("dnnl_primitive_desc_query_md", e);
    }
  }

  static long bytes(MemorySegment layout) {
    MethodHandle size =
        FUNCTIONS.computeIfAbsent(
            "dnnl_memory_desc_get_size",
            name -> LIBRARY.function(name, FunctionDescriptor.of(JAVA_LONG, ADDRESS)));
    try {
      return (long) size.invokeExact(layout);
    } catch (Throwable e) {
      throw new LinkageError("dnnl_memory_desc_get_size", e);
    }
  }
}
