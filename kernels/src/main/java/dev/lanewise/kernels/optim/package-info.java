/** The update rules of optimisers, each one pass over parameters, gradients and state. */
package dev.lanewise.kernels.optim;
