/** Pooling of images: maximum, average and global average, with their gradients. */
package dev.lanewise.kernels.pool;
