/** Normalisation of activations: by batch and by layer, with its gradients. */
package dev.lanewise.kernels.norm;
