/** Layers, losses, optimisers, the training loop and saving. */
module dev.lanewise.layers {
  requires transitive dev.lanewise.autograd;
}
