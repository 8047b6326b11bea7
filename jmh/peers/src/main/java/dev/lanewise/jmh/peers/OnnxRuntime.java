package dev.lanewise.jmh.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.lanewise.jmh.impl.Implementation;
import dev.lanewise.jmh.work.ActivationWork;
import dev.lanewise.jmh.work.Array;
import dev.lanewise.jmh.work.ConvWork;
import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.GemmWork;
import dev.lanewise.jmh.work.NetWork;
import dev.lanewise.jmh.work.PoolWork;
import dev.lanewise.jmh.work.SoftmaxWork;
import dev.lanewise.jmh.work.VectorWork;
import dev.lanewise.jmh.work.Work;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * ONNX Runtime, which only goes forward: each piece of work is a model of one node, or of a net's.
 * Weights are constants of the model, so it may lay them out as it likes.
 */
public final class OnnxRuntime implements Implementation {
  @Override
  public String name() {
    return "onnxruntime";
  }

  @Override
  public String version() {
    return Versions.of("onnxruntime");
  }

  @Override
  public boolean does(Work work, int threads) {
    return switch (work) {
      case GemmWork w -> w.n() > 1;
      case ConvWork w -> w.way() == ConvWork.Direction.FORWARD;
      case PoolWork w -> !w.gradient();
      case ActivationWork w -> !w.gradient();
      case SoftmaxWork w -> !w.gradient();
      case NetWork w -> !w.training();
      case VectorWork w ->
          switch (w.what()) {
            case ADD, MUL, MAX, SUM -> true;
            case DOT, AXPY, SCALE -> false;
          };
      default -> false;
    };
  }

  @Override
  public Call prepare(Work work, Data data, int threads) {
    OnnxModel model = new OnnxModel();
    List<Array> inputs = work.inputs();
    // Of nets and convolutions only the first is an input.
    boolean weights = work instanceof ConvWork || work instanceof NetWork;
    for (int i = 0; i < inputs.size(); i++) {
      if (i == 0 || !weights) {
        model.input("x" + i, dims(inputs.get(i)));
      } else {
        model.constant("x" + i, data.input(i), dims(inputs.get(i)));
      }
    }
    String last =
        switch (work) {
          case GemmWork w ->
              model.node(
                  "Gemm",
                  Map.of("transA", w.transposeA() ? 1 : 0, "transB", w.transposeB() ? 1 : 0),
                  "x0",
                  "x1");
          case ConvWork w -> model.node("Conv", window(w), "x0", "x1", "x2");
          case PoolWork w -> pool(w, model);
          case ActivationWork w -> activation(w, model);
          case SoftmaxWork w ->
              model.node(w.log() ? "LogSoftmax" : "Softmax", Map.of("axis", 1), "x0");
          case VectorWork w -> vector(w, model);
          case NetWork w -> net(w, model);
          default -> throw new IllegalArgumentException(work.toString());
        };
    try {
      return new Run(
          model.bytes(last, dims(work.outputs().getFirst())),
          work,
          data,
          weights ? 1 : inputs.size(),
          last,
          threads);
    } catch (OrtException e) {
      throw new LinkageError(work.toString(), e);
    }
  }

  private static Map<String, Object> window(ConvWork w) {
    Map<String, Object> attributes = window(w.kernel(), w.stride(), w.pad());
    attributes.put("dilations", new long[] {w.dilation(), w.dilation()});
    attributes.put("group", w.groups());
    return attributes;
  }

  private static Map<String, Object> window(long size, long stride, long pad) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("kernel_shape", new long[] {size, size});
    attributes.put("strides", new long[] {stride, stride});
    attributes.put("pads", new long[] {pad, pad, pad, pad});
    return attributes;
  }

  private static String pool(PoolWork w, OnnxModel model) {
    return switch (w.kind()) {
      case MAX -> model.node("MaxPool", window(w.window(), w.stride(), w.pad()), "x0");
      case AVERAGE -> model.node("AveragePool", window(w.window(), w.stride(), w.pad()), "x0");
      case GLOBAL -> model.node("GlobalAveragePool", Map.of(), "x0");
    };
  }

  private static String activation(ActivationWork w, OnnxModel model) {
    return switch (w.function()) {
      case EXP -> model.node("Exp", Map.of(), "x0");
      case LOG -> model.node("Log", Map.of(), "x0");
      case SIGMOID -> model.node("Sigmoid", Map.of(), "x0");
      case TANH -> model.node("Tanh", Map.of(), "x0");
      case RELU -> model.node("Relu", Map.of(), "x0");
      case LEAKY_RELU -> model.node("LeakyRelu", Map.of("alpha", ActivationWork.SLOPE), "x0");
      case ELU -> model.node("Elu", Map.of("alpha", ActivationWork.ALPHA), "x0");
      case GELU -> model.node("Gelu", Map.of(), "x0");
      case SILU -> model.node("Mul", Map.of(), "x0", model.node("Sigmoid", Map.of(), "x0"));
      case SOFTPLUS -> model.node("Softplus", Map.of(), "x0");
    };
  }

  private static String vector(VectorWork w, OnnxModel model) {
    return switch (w.what()) {
      case ADD -> model.node("Add", Map.of(), "x0", "x1");
      case MUL -> model.node("Mul", Map.of(), "x0", "x1");
      case MAX -> model.node("Max", Map.of(), "x0", "x1");
      default -> model.node("ReduceSum", Map.of("keepdims", 1), "x0");
    };
  }

  private static String net(NetWork w, OnnxModel model) {
    String y = "x0";
    int next = 1;
    boolean flat = false;
    for (NetWork.Layer layer : w.net().layers()) {
      switch (layer) {
        case NetWork.Conv c ->
            y = model.node("Conv", window(c.kernel(), 1, c.pad()), y, "x" + next++, "x" + next++);
        case NetWork.Relu _ -> y = model.node("Relu", Map.of(), y);
        case NetWork.Pool _ -> y = model.node("MaxPool", window(2, 2, 0), y);
        case NetWork.Linear _ -> {
          if (!flat) {
            y = model.node("Flatten", Map.of("axis", 1), y);
            flat = true;
          }
          y = model.node("Gemm", Map.of("transB", 1), y, "x" + next++, "x" + next++);
        }
      }
    }
    return model.node("Softmax", Map.of("axis", 1), y);
  }

  private static long[] dims(Array array) {
    return Arrays.stream(array.dims()).asLongStream().toArray();
  }

  /** A session with tensors on buffers of ours for what goes in and out. */
  private static final class Run implements Call {
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
    private final FloatBuffer result;

    Run(byte[] model, Work work, Data data, int inputs, String output, int threads)
        throws OrtException {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        session = environment.createSession(model, options);
      }
      for (int i = 0; i < inputs; i++) {
        Array array = work.inputs().get(i);
        FloatBuffer buffer = buffer(array.size()).put(data.input(i)).rewind();
        this.inputs.put("x" + i, OnnxTensor.createTensor(environment, buffer, dims(array)));
      }
      Array array = work.outputs().getFirst();
      result = buffer(array.size());
      outputs.put(output, OnnxTensor.createTensor(environment, result, dims(array)));
    }

    private static FloatBuffer buffer(int floats) {
      return ByteBuffer.allocateDirect(floats * Float.BYTES)
          .order(ByteOrder.nativeOrder())
          .asFloatBuffer();
    }

    @Override
    public void run() {
      try {
        session.run(inputs, outputs).close();
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public float[][] outputs() {
      float[] values = new float[result.capacity()];
      result.get(0, values);
      return new float[][] {values};
    }

    @Override
    public void close() {
      try {
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxTensor::close);
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
