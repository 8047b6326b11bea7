/**
 * What gemm and convolution have in common: the innermost product, and packing for it. {@code
 * MicroKernel} has the contract and chooses the tile. Each is written out, though their sums are
 * the same: C2 keeps a tile in registers only if it is local variables of one loop, with strides
 * that it can see; a method that takes or returns vectors may leave them on the heap.
 *
 * <table>
 * <caption>Tiles</caption>
 * <tr><th>rows x vectors</th><th>A</th><th>B</th><th>why</th></tr>
 * <tr><td>12x2, 8x2, 4x2</td><td>panels</td><td>panels, or rows in place</td><td>0.98 of the fma
 * limit from the first cache; 4x2 where there are 16 registers or few rows</td></tr>
 * <tr><td>Rows 12x2, 8x2, 4x2</td><td>rows as they lie</td><td>panels</td><td>as fast as panels
 * without the copy: 2 or 4 products at a time share a row's address</td></tr>
 * <tr><td>Narrow 8x1</td><td>rows as they lie</td><td>rows of one vector, in place</td><td>a narrow
 * tile uses A once: 4096x10x256 1.4 times as fast as by copied rows</td></tr>
 * <tr><td>Shifted 6x4, 4x4, 3x4, 4x2</td><td>panels</td><td>the image itself, shifted by a table
 * </td><td>no view of it for few filters; 6x4 at 0.93 of the limit, a tile of two vectors at 0.7
 * </td></tr>
 * <tr><td>Shifted 8x3</td><td>panels</td><td>as before</td><td>8 or 16 filters: 4x4 takes as long
 * as 6x4; 5x5 of 16 filters 335 to 299 us</td></tr>
 * <tr><td>Lanes 8x2, 4x2</td><td>rows as lanes of vectors</td><td>panels</td><td>chains go on from
 * call to call, so that a chunk of Winograd's points stays in the cache</td></tr>
 * </table>
 */
package dev.lanewise.kernels.microkernel;
