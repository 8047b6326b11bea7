/**
 * What kernels are made of: {@code Lanes}, the one vector width; {@code Scratch} and {@code Slice},
 * the working memory of a thread; {@code Fold}, the order of long sums; and moves of floats between
 * arrays: {@code RowsSimd} and {@code CopiesSimd} copy, {@code InterleaveSimd} transposes, {@code
 * Strides2Simd} and {@code Strides4Simd} sort by the index modulo 2 and 4.
 */
package dev.lanewise.kernels.simd;
