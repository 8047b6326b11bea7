package dev.lanewise.jmh.report;

import java.util.Locale;

/** Kinds of operations, each with a colour. */
enum Family {
  PRODUCTS("products"),
  CONVOLUTION("convolution"),
  POOLING("pooling"),
  ACTIVATION("activations"),
  SOFTMAX("softmax and losses"),
  NORM("normalisations"),
  VECTOR("vectors and updates"),
  NET("whole nets");

  private final String text;

  Family(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** Its class in report.css. */
  String style() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Family of(String op) {
    return switch (op) {
      case "gemm", "gemv" -> PRODUCTS;
      case "conv2d" -> CONVOLUTION;
      case "maxPool2d", "avgPool2d", "globalAvgPool2d" -> POOLING;
      case "softmax", "logSoftmax", "crossEntropy", "hinge" -> SOFTMAX;
      case "batchNorm", "layerNorm" -> NORM;
      case "dot", "sum", "axpy", "scale", "add", "mul", "max" -> VECTOR;
      case "descent", "momentum", "nesterov", "adam" -> VECTOR;
      case "net" -> NET;
      default -> ACTIVATION;
    };
  }
}
