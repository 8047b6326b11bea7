/**
 * exp, log, tanh, sigmoid, elu, gelu, silu and softplus as polynomials of our own on fma, scalar
 * and on vectors with the same bits; and what softmax and its losses do with a row: {@code Row} a
 * long one, {@code ShortRowsSimd} many short ones. Accuracy: NUMERICS.md, "Functions".
 *
 * <p>A vector version is one flat loop from array to array, although some lines then stand in
 * several files. Calls that take or return a vector would box it wherever C2 does not inline them,
 * and it stops inlining all but the JDK's own methods as soon as a method has grown to 18,000 nodes
 * (NodeCountInliningCutoff), which one such function nearly fills. A flat loop cannot be cut in the
 * middle.
 */
package dev.lanewise.kernels.math;
