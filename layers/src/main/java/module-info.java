/** Layers, losses, optimisers, the training loop and saving. */
module dev.lanewise.layers {
  requires transitive dev.lanewise.autograd;
  requires com.fasterxml.jackson.databind;

  exports dev.lanewise.layers;
  exports dev.lanewise.layers.augment;
  exports dev.lanewise.layers.init;
  exports dev.lanewise.layers.look;
  exports dev.lanewise.layers.optim;
  exports dev.lanewise.layers.pattern;
  exports dev.lanewise.layers.random;
  exports dev.lanewise.layers.save;
  exports dev.lanewise.layers.train;
}
