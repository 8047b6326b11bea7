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

/** A shared library, such as the build has unpacked beside our classes. */
final class NativeLibrary {
  /** Cache lines, and the widest vectors. */
  private static final long ALIGNMENT = 64;

  private final SymbolLookup symbols;

  /**
   * @param resource such as {@code org/bytedeco/dnnl/linux-x86_64/libdnnl.so.3}
   * @throws UnsatisfiedLinkError if it is not there or cannot be loaded
   */
  NativeLibrary(String resource) {
    this(file(resource));
  }

  /**
   * @throws UnsatisfiedLinkError if it cannot be loaded
   */
  @SuppressWarnings("restricted")
  NativeLibrary(Path file) {
    try {
      symbols = SymbolLookup.libraryLookup(file, Arena.global());
    } catch (IllegalArgumentException e) {
      throw new UnsatisfiedLinkError(file + ": " + e.getMessage());
    }
  }

  /**
   * Where a library on the class path lies.
   *
   * @throws UnsatisfiedLinkError if it is not there
   */
  static Path file(String resource) {
    URL url = NativeLibrary.class.getClassLoader().getResource(resource);
    if (url == null || !url.getProtocol().equals("file")) {
      throw new UnsatisfiedLinkError(
          resource + ": expected a file on the class path, found " + url);
    }
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new UnsatisfiedLinkError(resource + ": " + e.getMessage());
    }
  }

  @SuppressWarnings("restricted")
  MethodHandle function(String name, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(address(name), type);
  }

  /** Calls functions of a type, whose address is the first argument. */
  @SuppressWarnings("restricted")
  static MethodHandle caller(FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(type);
  }

  MemorySegment address(String function) {
    return symbols
        .find(function)
        .orElseThrow(() -> new UnsatisfiedLinkError("no function " + function));
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
