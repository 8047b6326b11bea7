/**
 * What the tests of all kernels share: sizes and values worth trying, arrays with canaries, and
 * comparisons that say where two results part.
 */
package dev.lanewise.testing;
