package dev.lanewise.jmh.peers;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/** A shared library that the build has unpacked beside our classes. */
final class NativeLibrary {
  /** Cache lines, and the widest vectors. */
  private static final long ALIGNMENT = 64;

  private final SymbolLookup symbols;

  /**
   * @param resource such as {@code org/bytedeco/dnnl/linux-x86_64/libdnnl.so.3}
   * @throws UnsatisfiedLinkError if it is not there or cannot be loaded
   */
  @SuppressWarnings("restricted")
  NativeLibrary(String resource) {
    URL url = NativeLibrary.class.getClassLoader().getResource(resource);
    if (url == null || !url.getProtocol().equals("file")) {
      throw new UnsatisfiedLinkError(
          resource + ": expected a file on the class path, found " + url);
    }
    try {
      symbols = SymbolLookup.libraryLookup(Path.of(url.toURI()), Arena.global());
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new UnsatisfiedLinkError(resource + ": " + e.getMessage());
    }
  }

  @SuppressWarnings("restricted")
  MethodHandle function(String name, FunctionDescriptor type) {
    MemorySegment symbol =
        symbols.find(name).orElseThrow(() -> new UnsatisfiedLinkError("no function " + name));
    return Linker.nativeLinker().downcallHandle(symbol, type);
  }

  /** A copy outside of the heap. */
  static MemorySegment copy(Arena arena, float[] values) {
    MemorySegment segment = floats(arena, values.length);
    MemorySegment.copy(values, 0, segment, ValueLayout.JAVA_FLOAT, 0, values.length);
    return segment;
  }

  static MemorySegment floats(Arena arena, long n) {
    return arena.allocate(n * Float.BYTES, ALIGNMENT);
  }
}
