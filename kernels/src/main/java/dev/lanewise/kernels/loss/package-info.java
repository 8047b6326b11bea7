/** Losses of a classifier, with integer labels, and their gradients. */
package dev.lanewise.kernels.loss;
