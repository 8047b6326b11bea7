/** Data sets and image features. */
module dev.lanewise.vision {
  requires dev.lanewise.kernels;
}
