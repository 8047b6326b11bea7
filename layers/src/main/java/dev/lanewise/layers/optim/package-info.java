/** From gradients to better parameters. */
package dev.lanewise.layers.optim;
