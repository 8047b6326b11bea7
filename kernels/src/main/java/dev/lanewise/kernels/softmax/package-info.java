/** Softmax and log-softmax over the rows of a matrix, with their gradients. */
package dev.lanewise.kernels.softmax;
