/** Activation functions and maxout, with their gradients. */
package dev.lanewise.kernels.activation;
