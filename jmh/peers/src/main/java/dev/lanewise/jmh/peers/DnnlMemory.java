package dev.lanewise.jmh.peers;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Values in one of oneDNN's layouts.
 *
 * @param handle a dnnl_memory_t
 * @param layout a dnnl_memory_desc_t
 * @param values what it points to
 */
record DnnlMemory(MemorySegment handle, MemorySegment layout, MemorySegment values) {

  /** Zeros. */
  static DnnlMemory of(Arena arena, MemorySegment layout) {
    return of(layout, arena.allocate(Math.max(64, Dnnl.bytes(layout)), 64));
  }

  private static DnnlMemory of(MemorySegment layout, MemorySegment values) {
    MemorySegment handle = Dnnl.create("dnnl_memory_create", layout, Dnnl.ENGINE, values);
    return new DnnlMemory(handle, layout, values);
  }

  /** Values that lie as {@code plain} says, brought into another layout. */
  static DnnlMemory of(Arena arena, MemorySegment layout, MemorySegment plain, float[] values) {
    DnnlMemory memory = of(arena, layout);
    try (Arena scratch = Arena.ofConfined()) {
      of(plain, NativeLibrary.copy(scratch, values)).reorderTo(memory);
    }
    return memory;
  }

  /** The values as {@code plain} says. */
  float[] floats(MemorySegment plain) {
    try (Arena scratch = Arena.ofConfined()) {
      DnnlMemory there = of(scratch, plain);
      reorderTo(there);
      return there.values.asSlice(0, Dnnl.bytes(plain)).toArray(JAVA_FLOAT);
    }
  }

  private void reorderTo(DnnlMemory there) {
    MemorySegment description =
        Dnnl.create(
            "dnnl_reorder_primitive_desc_create",
            layout,
            Dnnl.ENGINE,
            there.layout,
            Dnnl.ENGINE,
            null);
    try (DnnlCall reorder = new DnnlCall(description)) {
      reorder.argument(Dnnl.ARG_SRC, this).argument(Dnnl.ARG_DST, there).run();
    }
  }
}
