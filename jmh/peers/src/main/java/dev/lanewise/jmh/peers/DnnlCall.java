package dev.lanewise.jmh.peers;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.lanewise.jmh.impl.Implementation.Call;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A primitive of oneDNN with its memory. Inputs are brought into the layouts that the primitive
 * wants when the call is made, outputs back when they are asked for.
 */
final class DnnlCall implements Call {
  /** Bytes of a dnnl_exec_arg_t: an int and, aligned, a pointer. */
  private static final long ARGUMENT = 16;

  private static final int MOST_ARGUMENTS = 8;

  private record Output(DnnlMemory memory, MemorySegment plain) {}

  private final Arena arena = Arena.ofShared();
  private final MemorySegment description;
  private final MemorySegment primitive;
  private final MemorySegment arguments = arena.allocate(MOST_ARGUMENTS * ARGUMENT, 8);
  private final List<Output> outputs = new ArrayList<>();
  private int count;
  private DnnlCall before;

  /**
   * @param description a dnnl_primitive_desc_t
   */
  DnnlCall(MemorySegment description) {
    this.description = description;
    primitive = Dnnl.create("dnnl_primitive_create", description);
  }

  /**
   * An argument that lies as {@code plain} says, for the primitive as it answers the query.
   *
   * @param query 0 if the primitive takes it as it is
   */
  DnnlCall input(int argument, int query, MemorySegment plain, float[] values) {
    MemorySegment layout = query == 0 ? plain : Dnnl.wanted(description, query);
    return argument(argument, DnnlMemory.of(arena, layout, plain, values));
  }

  /** A result, to be handed out as {@code plain} says. */
  DnnlCall output(int argument, int query, MemorySegment plain) {
    DnnlMemory memory = room(query == 0 ? plain : Dnnl.wanted(description, query));
    outputs.add(new Output(memory, plain));
    return argument(argument, memory);
  }

  /** Memory that lives as long as this call. */
  DnnlMemory room(MemorySegment layout) {
    return DnnlMemory.of(arena, layout);
  }

  /** The layout of what the primitive keeps from its forward to its backward pass. */
  MemorySegment workspace() {
    return Dnnl.wanted(description, Dnnl.QUERY_WORKSPACE);
  }

  DnnlCall argument(int argument, DnnlMemory memory) {
    arguments.set(JAVA_INT, count * ARGUMENT, argument);
    arguments.set(ADDRESS, count * ARGUMENT + 8, memory.handle());
    count++;
    return this;
  }

  /** Takes over a call whose memory this one uses. */
  DnnlCall after(DnnlCall before) {
    this.before = before;
    return this;
  }

  @Override
  public void run() {
    int status;
    try {
      status = (int) Dnnl.EXECUTE.invokeExact(primitive, Dnnl.STREAM, count, arguments);
    } catch (Throwable e) {
      throw new LinkageError("dnnl_primitive_execute", e);
    }
    if (status != 0) {
      throw new IllegalStateException("dnnl_primitive_execute: oneDNN's status " + status);
    }
  }

  @Override
  public float[][] outputs() {
    return outputs.stream().map(o -> o.memory.floats(o.plain)).toArray(float[][]::new);
  }

  @Override
  public void close() {
    Dnnl.destroy("dnnl_primitive_destroy", primitive);
    Dnnl.destroy("dnnl_primitive_desc_destroy", description);
    arena.close();
    if (before != null) {
      before.close();
    }
  }
}
