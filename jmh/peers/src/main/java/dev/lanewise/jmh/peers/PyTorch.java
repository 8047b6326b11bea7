package dev.lanewise.jmh.peers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.lanewise.jmh.impl.Implementation;
import dev.lanewise.jmh.work.ActivationWork;
import dev.lanewise.jmh.work.ConvWork;
import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.GemmWork;
import dev.lanewise.jmh.work.LossWork;
import dev.lanewise.jmh.work.MaxoutWork;
import dev.lanewise.jmh.work.NetWork;
import dev.lanewise.jmh.work.NormWork;
import dev.lanewise.jmh.work.PoolWork;
import dev.lanewise.jmh.work.PreluWork;
import dev.lanewise.jmh.work.SoftmaxWork;
import dev.lanewise.jmh.work.UpdateWork;
import dev.lanewise.jmh.work.VectorWork;
import dev.lanewise.jmh.work.Work;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;

/** PyTorch under Deep Java Library: its own calls where it has them, TorchScript for the others. */
public final class PyTorch implements Implementation {
  @Override
  public String name() {
    return "pytorch";
  }

  @Override
  public String version() {
    return Versions.of("pytorch");
  }

  @Override
  public boolean does(Work work, int threads) {
    return switch (work) {
      case MaxoutWork w -> !w.gradient();
      case ConvWork w -> w.way() != ConvWork.Direction.FORWARD_POOLED;
      default -> true;
    };
  }

  @Override
  public void enter(int threads) {
    Start.IT.run();
    JniUtils.setNumThreads(threads);
  }

  @Override
  public Call prepare(Work work, Data data, int threads) {
    TorchCall call = new TorchCall(work, data);
    return switch (work) {
      case VectorWork w -> vector(w, call);
      case GemmWork w -> gemm(w, call);
      case ConvWork w -> conv(w, call);
      case PoolWork w -> pool(w, call);
      case ActivationWork w -> activation(w, call);
      case MaxoutWork _ -> {
        PtNDArray x = call.input(0);
        yield call.gives(() -> JniUtils.max(x, 1, false));
      }
      case SoftmaxWork w -> softmax(w, call);
      case LossWork w -> TorchLoss.prepare(w, call, data);
      case PreluWork w -> TorchTraining.prelu(w, call);
      case NormWork w -> TorchTraining.norm(w, call);
      case UpdateWork w -> TorchTraining.update(w, call, data);
      case NetWork w -> {
        call.close();
        yield new TorchNet(w, data);
      }
    };
  }

  /** Loads the libraries, once. */
  private enum Start implements Runnable {
    IT;

    static {
      System.setProperty("ai.djl.offline", "true"); // all it needs is on the class path
      System.setProperty("DJL_CACHE_DIR", unpacked());
      Engine.getEngine("PyTorch");
      JniUtils.setGradMode(false);
    }

    @Override
    public void run() {}

    /** Beside our classes, in the build's folder; the default is the user's home. */
    private static String unpacked() {
      try {
        URI classes = PyTorch.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        return Path.of(classes).resolveSibling("pytorch").toString();
      } catch (URISyntaxException e) {
        throw new LinkageError("where the classes are", e);
      }
    }
  }

  private static Call vector(VectorWork w, TorchCall call) {
    PtNDArray x = call.input(0);
    PtNDArray y = w.inputs().size() > 1 ? call.input(1) : null;
    return switch (w.what()) {
      case DOT -> call.gives(() -> JniUtils.dot(x, y));
      case SUM -> call.gives(() -> JniUtils.sum(x));
      case ADD -> call.gives(() -> JniUtils.add(x, y));
      case MUL -> call.gives(() -> JniUtils.mul(x, y));
      case MAX -> call.gives(() -> JniUtils.max(x, y));
      case AXPY -> call.changes(y, () -> JniUtils.subi(y, x)); // y + alpha x with alpha = -1
      case SCALE -> {
        PtNDArray alpha = call.scalar(VectorWork.ALPHA);
        yield call.changes(x, () -> JniUtils.muli(x, alpha));
      }
    };
  }

  private static Call gemm(GemmWork w, TorchCall call) {
    // A transpose is a view: matmul gets the strides.
    PtNDArray a = w.transposeA() ? JniUtils.transpose(call.input(0), 0, 1) : call.input(0);
    PtNDArray b = w.transposeB() ? JniUtils.transpose(call.input(1), 0, 1) : call.input(1);
    return call.gives(() -> JniUtils.matmul(a, b));
  }

  private static Call conv(ConvWork w, TorchCall call) {
    String geometry =
        "[%d, %d], [%d, %d], [%d, %d], False, [0, 0], %d"
            .formatted(
                w.stride(), w.stride(), w.pad(), w.pad(), w.dilation(), w.dilation(), w.groups());
    String backward = "torch.convolution_backward(dy, x, w, [%d], " + geometry + ", [%s])";
    return switch (w.way()) {
      case FORWARD -> {
        PtNDArray x = call.input(0);
        PtNDArray weights = call.input(1);
        PtNDArray bias = call.input(2);
        Shape stride = new Shape(w.stride(), w.stride());
        Shape pad = new Shape(w.pad(), w.pad());
        Shape dilation = new Shape(w.dilation(), w.dilation());
        yield call.gives(
            () -> JniUtils.convolution(x, weights, bias, stride, pad, dilation, w.groups()));
      }
      case INPUT_GRADIENT ->
          call.script(
              "dy: Tensor, w: Tensor, x: Tensor",
              "List[Tensor]",
              "a, b, c = " + backward.formatted(w.filters(), "True, False, False"),
              "return [a]",
              call.input(0),
              call.input(1),
              call.zeros(w.outputs().getFirst()));
      case WEIGHT_GRADIENT ->
          call.script(
              "x: Tensor, dy: Tensor, w: Tensor",
              "List[Tensor]",
              "a, b, c = " + backward.formatted(w.filters(), "False, True, True"),
              "return [b, c]",
              call.input(0),
              call.input(1),
              call.zeros(w.outputs().getFirst()));
      case FORWARD_POOLED -> throw new IllegalArgumentException(w.toString());
    };
  }

  private static Call pool(PoolWork w, TorchCall call) {
    PtNDArray x = call.input(0);
    String geometry =
        "[%d, %d], [%d, %d], [%d, %d]"
            .formatted(w.window(), w.window(), w.stride(), w.stride(), w.pad(), w.pad());
    if (!w.gradient()) {
      Shape window = new Shape(w.window(), w.window());
      Shape stride = new Shape(w.stride(), w.stride());
      Shape pad = new Shape(w.pad(), w.pad());
      return switch (w.kind()) {
        case MAX -> call.gives(() -> JniUtils.maxPool(x, window, stride, pad, false));
        // Not by JniUtils.avgPool, which counts the padding whatever it is told.
        case AVERAGE ->
            call.script(
                "x: Tensor",
                "Tensor",
                "return torch.avg_pool2d(x, " + geometry + ", False, False, None)",
                x);
        case GLOBAL -> call.gives(() -> JniUtils.adaptiveAvgPool(x, new Shape(1, 1)));
      };
    }
    PtNDArray dy = call.input(1);
    return switch (w.kind()) {
      case MAX -> {
        PtNDArray places =
            call.once(
                "x: Tensor",
                "a, b = torch.max_pool2d_with_indices(x, " + geometry + ", [1, 1], False)",
                "return b",
                x);
        yield call.script(
            "dy: Tensor, x: Tensor, places: Tensor",
            "Tensor",
            "return torch.max_pool2d_with_indices_backward(dy, x, "
                + geometry
                + ", [1, 1], False, places)",
            dy,
            x,
            places);
      }
      case AVERAGE ->
          call.script(
              "dy: Tensor, x: Tensor",
              "Tensor",
              "return torch.avg_pool2d_backward(dy, x, " + geometry + ", False, False, None)",
              dy,
              x);
      case GLOBAL ->
          call.script(
              "dy: Tensor, x: Tensor",
              "Tensor",
              "return torch._adaptive_avg_pool2d_backward(dy, x)",
              dy,
              x);
    };
  }

  private static Call activation(ActivationWork w, TorchCall call) {
    PtNDArray x = call.input(0);
    float slope = ActivationWork.SLOPE;
    float alpha = ActivationWork.ALPHA;
    if (!w.gradient()) {
      return switch (w.function()) {
        case EXP -> call.gives(() -> JniUtils.exp(x));
        case LOG -> call.gives(() -> JniUtils.log(x));
        case SIGMOID -> call.gives(() -> JniUtils.sigmoid(x));
        case TANH -> call.gives(() -> JniUtils.tanh(x));
        case RELU -> call.gives(() -> JniUtils.relu(x));
        case LEAKY_RELU -> call.gives(() -> JniUtils.leakyRelu(x, slope));
        case ELU -> call.gives(() -> JniUtils.elu(x, alpha));
        case GELU -> call.gives(() -> JniUtils.gelu(x));
        case SILU -> call.script("x: Tensor", "Tensor", "return torch.silu(x)", x);
        case SOFTPLUS -> call.script("x: Tensor", "Tensor", "return torch.softplus(x, 1., 20.)", x);
      };
    }
    String body =
        switch (w.function()) {
          case SIGMOID -> "torch.sigmoid_backward(dy, y)";
          case TANH -> "torch.tanh_backward(dy, y)";
          case RELU -> "torch.threshold_backward(dy, y, 0.)";
          case LEAKY_RELU ->
              String.format(Locale.ROOT, "torch.leaky_relu_backward(dy, y, %f, True)", slope);
          case ELU ->
              String.format(Locale.ROOT, "torch.elu_backward(dy, %f, 1., 1., True, y)", alpha);
          case GELU -> "torch.gelu_backward(dy, y)";
          case SILU -> "torch.silu_backward(dy, y)";
          case SOFTPLUS -> "torch.softplus_backward(dy, y, 1., 20.)";
          case EXP, LOG -> throw new IllegalArgumentException(w.toString());
        };
    return call.script("y: Tensor, dy: Tensor", "Tensor", "return " + body, x, call.input(1));
  }

  private static Call softmax(SoftmaxWork w, TorchCall call) {
    PtNDArray x = call.input(0);
    if (!w.gradient()) {
      return w.log()
          ? call.gives(() -> JniUtils.logSoftmax(x, 1, DataType.FLOAT32))
          : call.gives(() -> JniUtils.softmax(x, 1, DataType.FLOAT32));
    }
    String operator = w.log() ? "_log_softmax_backward_data" : "_softmax_backward_data";
    return call.script(
        "y: Tensor, dy: Tensor",
        "Tensor",
        "return torch." + operator + "(dy, y, 1, 6)", // 6: float32
        x,
        call.input(1));
  }
}
