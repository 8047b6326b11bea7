/** From gradients to better parameters: optimisers, schedules of the learning rate, clipping. */
package dev.lanewise.layers.optim;
