/**
 * Tensors, the tape that records what was computed from them and runs it in reverse, and the check
 * of gradients against numeric ones.
 */
package dev.lanewise.autograd;
