package dev.lanewise.jmh.peers;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/** OpenBLAS by its C interface. */
public final class OpenBlas extends Cblas {
  @Override
  public String name() {
    return "openblas";
  }

  @Override
  public void enter(int threads) {
    try {
      Loaded.SET_THREADS.invokeExact(threads);
    } catch (Throwable e) {
      throw new LinkageError("openblas_set_num_threads", e);
    }
  }

  @Override
  NativeLibrary library() {
    return Loaded.LIBRARY;
  }

  private static final class Loaded {
    static final NativeLibrary LIBRARY =
        new NativeLibrary("org/bytedeco/openblas/linux-x86_64/libopenblas.so.0");
    static final MethodHandle SET_THREADS =
        LIBRARY.function("openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT));
  }
}
