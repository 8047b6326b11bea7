package dev.lanewise.jmh.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.lanewise.jmh.impl.Implementation.Call;
import dev.lanewise.jmh.work.Array;
import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.NetWork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A net of PyTorch's operators, as the blocks of Deep Java Library call them, with its autograd.
 */
final class TorchNet implements Call {
  private static final Shape ONE = new Shape(1, 1);
  private static final Shape TWO = new Shape(2, 2);
  private static final Shape NONE = new Shape(0, 0);

  private final NetWork work;
  private final PtNDManager manager = (PtNDManager) NDManager.newBaseManager("PyTorch");
  private final List<PtNDArray> parameters = new ArrayList<>();
  private final PtNDArray x;
  private final PtNDArray labels;
  private float[] probabilities;
  private float loss;

  TorchNet(NetWork work, Data data) {
    this.work = work;
    List<Array> inputs = work.inputs();
    x = tensor(data.input(0), inputs.getFirst());
    for (int i = 1; i < inputs.size(); i++) {
      PtNDArray parameter = tensor(data.input(i), inputs.get(i));
      if (work.training()) {
        JniUtils.attachGradient(parameter, true);
      }
      parameters.add(parameter);
    }
    int[] numbers = work.labels();
    labels =
        (PtNDArray)
            manager.create(
                Arrays.stream(numbers).asLongStream().toArray(), new Shape(numbers.length, 1));
  }

  private PtNDArray tensor(float[] values, Array like) {
    long[] dims = Arrays.stream(like.dims()).asLongStream().toArray();
    return (PtNDArray) manager.create(values, new Shape(dims));
  }

  @Override
  public void run() {
    List<PtNDArray> made = new ArrayList<>();
    if (work.training()) {
      JniUtils.setGradMode(true);
      PtNDArray logarithms = keep(made, JniUtils.logSoftmax(scores(made), 1, DataType.FLOAT32));
      PtNDArray picked = keep(made, JniUtils.pick(logarithms, labels, 1));
      PtNDArray mean = keep(made, JniUtils.mean(picked));
      PtNDArray negative = keep(made, JniUtils.neg(mean));
      loss = negative.getFloat();
      PtNDArray one =
          keep(
              made,
              JniUtils.onesLike(
                  negative, DataType.FLOAT32, manager.getDevice(), SparseFormat.DENSE));
      JniUtils.backward(negative, one, false, false);
      JniUtils.setGradMode(false);
      for (PtNDArray parameter : parameters) {
        PtNDArray gradient = keep(made, JniUtils.getGradient(parameter));
        JniUtils.sgdUpdate(parameter, gradient, null, NetWork.RATE, 0, 1, -1, 0);
        JniUtils.zeroGrad(parameter);
      }
    } else {
      probabilities =
          keep(made, JniUtils.softmax(scores(made), 1, DataType.FLOAT32)).toFloatArray();
    }
    made.forEach(NDArray::close);
  }

  private PtNDArray scores(List<PtNDArray> made) {
    PtNDArray y = x;
    int next = 0;
    boolean flat = false;
    for (NetWork.Layer layer : work.net().layers()) {
      switch (layer) {
        case NetWork.Conv c -> {
          PtNDArray weights = parameters.get(next++);
          PtNDArray bias = parameters.get(next++);
          Shape pad = new Shape(c.pad(), c.pad());
          y = keep(made, JniUtils.convolution(y, weights, bias, ONE, pad, ONE, 1));
        }
        case NetWork.Relu _ -> y = keep(made, JniUtils.relu(y));
        case NetWork.Pool _ -> y = keep(made, JniUtils.maxPool(y, TWO, TWO, NONE, false));
        case NetWork.Linear _ -> {
          if (!flat) {
            y = keep(made, JniUtils.flatten(y, 1, -1));
            flat = true;
          }
          PtNDArray weights = parameters.get(next++);
          PtNDArray bias = parameters.get(next++);
          y = keep(made, JniUtils.linear(y, weights, bias));
        }
      }
    }
    return y;
  }

  private static PtNDArray keep(List<PtNDArray> made, PtNDArray tensor) {
    made.add(tensor);
    return tensor;
  }

  @Override
  public float[][] outputs() {
    if (!work.training()) {
      return new float[][] {probabilities};
    }
    List<float[]> all = new ArrayList<>();
    all.add(new float[] {loss});
    parameters.forEach(p -> all.add(p.toFloatArray()));
    return all.toArray(float[][]::new);
  }

  @Override
  public void close() {
    manager.close();
  }
}
