/** Reverse-mode differentiation over the kernels. */
module dev.lanewise.autograd {
  requires transitive dev.lanewise.kernels;

  exports dev.lanewise.autograd;
  exports dev.lanewise.autograd.op;
}
