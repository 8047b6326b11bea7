/**
 * One class per differentiable operation. Each has a static {@code apply(tape, ...)} that calls the
 * kernels of the forward pass and records those of the backward pass; none computes anything
 * itself. All use only the public methods of {@link dev.lanewise.autograd.Tape}, so that an
 * operation of one's own is written in the same way.
 *
 * <p>Operations bear the names of their kernels and of the layers built on them, hence a package of
 * their own. Shapes that do not fit are refused with an {@link IllegalArgumentException} that names
 * the operation, the shape expected and the shape given.
 */
package dev.lanewise.autograd.op;
