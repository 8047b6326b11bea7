/** The training loop, its listeners, checkpoints and evaluation. */
package dev.lanewise.layers.train;
