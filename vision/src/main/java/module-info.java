/** Data sets and image features. */
module dev.lanewise.vision {
  requires dev.lanewise.kernels;
  requires java.desktop;

  exports dev.lanewise.vision;
  exports dev.lanewise.vision.features;
}
