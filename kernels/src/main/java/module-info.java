/** Numerical kernels on the Vector API; each package is an operation, with its scalar reference. */
module dev.lanewise.kernels {
  requires jdk.incubator.vector;
  requires jdk.management;

  exports dev.lanewise.kernels;
  exports dev.lanewise.kernels.activation;
  exports dev.lanewise.kernels.conv;
  exports dev.lanewise.kernels.gemm;
  exports dev.lanewise.kernels.loss;
  exports dev.lanewise.kernels.norm;
  exports dev.lanewise.kernels.optim;
  exports dev.lanewise.kernels.parallel;
  exports dev.lanewise.kernels.pool;
  exports dev.lanewise.kernels.softmax;
  exports dev.lanewise.kernels.vector;
}
