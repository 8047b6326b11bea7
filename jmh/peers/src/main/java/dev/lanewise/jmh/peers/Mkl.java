package dev.lanewise.jmh.peers;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Intel's MKL by its C interface. Its libraries find each other's functions among those of the
 * whole process, where libmkl_rt puts them; there they would also take the place of the ones that
 * PyTorch has brought along, an MKL of another version. So they are opened as a {@link LinkedGroup}
 * instead, and share OpenMP's threads with oneDNN.
 */
public final class Mkl extends Cblas {
  @Override
  public String name() {
    return "mkl";
  }

  @Override
  public void enter(int threads) {
    try {
      Loaded.SET_THREADS.invokeExact(threads);
    } catch (Throwable e) {
      throw new LinkageError("MKL_Set_Num_Threads", e);
    }
  }

  @Override
  NativeLibrary library() {
    return Loaded.LIBRARY;
  }

  private static final class Loaded {
    static final NativeLibrary LIBRARY = load();
    static final MethodHandle SET_THREADS =
        LIBRARY.function("MKL_Set_Num_Threads", FunctionDescriptor.ofVoid(JAVA_INT));

    static {
      try { // as many threads as it is told, not fewer if it thinks so
        LIBRARY.function("MKL_Set_Dynamic", FunctionDescriptor.ofVoid(JAVA_INT)).invokeExact(0);
      } catch (Throwable e) {
        throw new LinkageError("MKL_Set_Dynamic", e);
      }
    }

    private static NativeLibrary load() {
      List<Path> libraries =
          Stream.of(
                  "mkl/linux-x86_64/libmkl_intel_lp64.so.3",
                  "mkl/linux-x86_64/libmkl_gnu_thread.so.3",
                  "mkl/linux-x86_64/libmkl_core.so.3",
                  "dnnl/linux-x86_64/libgomp.so.1")
              .map(file -> NativeLibrary.file("org/bytedeco/" + file))
              .toList();
      return LinkedGroup.load(libraries);
    }
  }
}
