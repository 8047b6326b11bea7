package dev.lanewise.jmh.peers;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.lanewise.jmh.impl.Implementation.Call;
import dev.lanewise.jmh.work.Array;
import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;

/** An operator of PyTorch on its tensors. A call makes its results and frees those of the last. */
final class TorchCall implements Call {
  private final PtNDManager manager = (PtNDManager) NDManager.newBaseManager("PyTorch");
  private final Work work;
  private final Data data;
  private Supplier<NDList> body;
  private Function<float[][], float[][]> translation = Function.identity();
  private PtNDArray changed;
  private NDList results = new NDList();

  TorchCall(Work work, Data data) {
    this.work = work;
    this.data = data;
  }

  PtNDArray input(int i) {
    return tensor(data.input(i), work.inputs().get(i));
  }

  PtNDArray zeros(Array like) {
    return tensor(new float[like.size()], like);
  }

  PtNDArray tensor(float[] values, Array like) {
    return (PtNDArray) manager.create(values, shape(like));
  }

  PtNDArray scalar(float value) {
    return (PtNDArray) manager.create(value);
  }

  PtNDArray integers(int[] values) {
    long[] longs = Arrays.stream(values).asLongStream().toArray();
    return (PtNDArray) manager.create(longs);
  }

  /** Calls a method that makes a tensor. */
  TorchCall gives(Supplier<PtNDArray> body) {
    this.body = () -> new NDList(body.get());
    return this;
  }

  /** Calls a method that changes a tensor. */
  TorchCall changes(PtNDArray tensor, Runnable body) {
    changed = tensor;
    this.body =
        () -> {
          body.run();
          return new NDList();
        };
    return this;
  }

  /** Calls a script of two lines. */
  TorchCall script(
      String parameters, String result, String line1, String line2, PtNDArray... arguments) {
    PtSymbolBlock block = load(parameters, result, line1, line2);
    NDList list = new NDList(arguments);
    body = () -> IValueUtils.forward(block, list, false);
    return this;
  }

  /** Calls a script of one line. */
  TorchCall script(String parameters, String result, String line, PtNDArray... arguments) {
    return script(parameters, result, "", line, arguments);
  }

  /** Runs a script now; its result lives as long as this call. */
  PtNDArray once(String parameters, String line1, String line2, PtNDArray... arguments) {
    PtSymbolBlock block = load(parameters, "Tensor", line1, line2);
    return (PtNDArray) IValueUtils.forward(block, new NDList(arguments), false).getFirst();
  }

  /** What makes our outputs of PyTorch's. */
  TorchCall translated(Function<float[][], float[][]> translation) {
    this.translation = translation;
    return this;
  }

  private PtSymbolBlock load(String parameters, String result, String line1, String line2) {
    try {
      return JniUtils.loadModule(
          manager, TorchScript.module(parameters, result, line1, line2), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Shape shape(Array array) {
    return new Shape(Arrays.stream(array.dims()).asLongStream().toArray());
  }

  @Override
  public void run() {
    results.close();
    results = body.get();
  }

  @Override
  public float[][] outputs() {
    if (changed != null) {
      return new float[][] {changed.toFloatArray()};
    }
    return translation.apply(
        results.stream().map(tensor -> tensor.toFloatArray()).toArray(float[][]::new));
  }

  @Override
  public void close() {
    manager.close();
  }
}
