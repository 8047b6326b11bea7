/** Two-dimensional convolution and its gradients. */
package dev.lanewise.kernels.conv;
