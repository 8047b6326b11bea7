/**
 * exp, expm1, log, tanh and sigmoid as polynomials of our own on fma, scalar and vector with the
 * same bits, and the sums over a row that softmax and its losses share. Accuracy: NUMERICS.md.
 */
package dev.lanewise.kernels.math;
