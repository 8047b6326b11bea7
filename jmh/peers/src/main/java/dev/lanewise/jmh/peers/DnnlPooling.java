package dev.lanewise.jmh.peers;

import static dev.lanewise.jmh.peers.Dnnl.ARG_DIFF_DST;
import static dev.lanewise.jmh.peers.Dnnl.ARG_DIFF_SRC;
import static dev.lanewise.jmh.peers.Dnnl.ARG_DST;
import static dev.lanewise.jmh.peers.Dnnl.ARG_SRC;
import static dev.lanewise.jmh.peers.Dnnl.ARG_WORKSPACE;

import dev.lanewise.jmh.impl.Implementation;
import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.PoolWork;
import dev.lanewise.kernels.Backend;
import java.lang.foreign.MemorySegment;

/** Pooling by oneDNN, on plain images or in blocks of as many channels as a vector has lanes. */
final class DnnlPooling {
  private DnnlPooling() {}

  static Implementation.Call of(PoolWork w, Data data, boolean blocked) {
    long[] x = {w.batch(), w.channels(), w.size(), w.size()};
    long[] y = {w.batch(), w.channels(), w.outputSize(), w.outputSize()};
    boolean max = w.kind() == PoolWork.Kind.MAX;
    int algorithm = max ? Dnnl.POOLING_MAX : Dnnl.POOLING_AVG_EXCLUDE_PADDING;
    long[] strides = {w.stride(), w.stride()};
    long[] window = {w.window(), w.window()};
    long[] dense = {0, 0};
    long[] pad = {w.pad(), w.pad()};
    long after = Dnnl.padAfter(w.outputSize(), w.stride(), w.window(), w.size(), w.pad());
    long[] padAfter = {after, after};
    MemorySegment forward =
        Dnnl.create(
            "dnnl_pooling_forward_primitive_desc_create",
            Dnnl.ENGINE,
            Dnnl.FORWARD_TRAINING,
            algorithm,
            images(blocked, x),
            images(blocked, y),
            strides,
            window,
            dense,
            pad,
            padAfter,
            null);
    DnnlCall up =
        new DnnlCall(forward)
            .input(ARG_SRC, Dnnl.QUERY_SRC, Dnnl.plain(x), data.input(0))
            .output(ARG_DST, Dnnl.QUERY_DST, Dnnl.plain(y));
    DnnlMemory places = null;
    if (max) {
      places = up.room(up.workspace());
      up.argument(ARG_WORKSPACE, places);
    }
    if (!w.gradient()) {
      return up;
    }
    up.run();
    DnnlCall down =
        new DnnlCall(
                Dnnl.create(
                    "dnnl_pooling_backward_primitive_desc_create",
                    Dnnl.ENGINE,
                    algorithm,
                    images(blocked, x),
                    images(blocked, y),
                    strides,
                    window,
                    dense,
                    pad,
                    padAfter,
                    forward,
                    null))
            .input(ARG_DIFF_DST, Dnnl.QUERY_DIFF_DST, Dnnl.plain(y), data.input(1))
            .output(ARG_DIFF_SRC, Dnnl.QUERY_DIFF_SRC, Dnnl.plain(x));
    if (max) {
      down.argument(ARG_WORKSPACE, places);
    }
    return down.after(up);
  }

  private static MemorySegment images(boolean blocked, long... dims) {
    int blocks = Backend.PLATFORM.vectorBits() >= 512 ? Dnnl.FORMAT_NCHW16C : Dnnl.FORMAT_NCHW8C;
    return blocked ? Dnnl.layout(blocks, dims) : Dnnl.plain(dims);
  }
}
