/**
 * Pooling of images: maximum, average and global average, with their gradients. The {@code
 * Reference} of each defines it, its {@code Simd} chooses the way of a shape:
 *
 * <table>
 * <caption>Which file computes what</caption>
 * <tr><th>windows</th><th>forward</th><th>gradient</th></tr>
 * <tr><td>2 x 2 side by side, unpadded</td><td>PairsSimd</td><td>PairsSimd</td></tr>
 * <tr><td>3 x 3 at stride 2</td><td>ThreesSimd</td><td>ThreesMaxGradientSimd, ThreesGradientSimd
 * (means)</td></tr>
 * <tr><td>all others</td><td>RowRingSimd: rows sorted by their columns modulo stride</td>
 * <td>MaxPool2dSimd, AvgPool2dGradientSimd</td></tr>
 * <tr><td>whole planes</td><td>GlobalAvgPool2dSimd, SmallPlanesSimd</td><td>GlobalAvgPool2dSimd
 * </td></tr>
 * </table>
 *
 * <p>{@code PoolRows} and {@code PoolPlanes} cut the work into parts, by output rows and by planes;
 * {@code RowCursor} and {@code PairLines} are the order in which a part is gone through.
 */
package dev.lanewise.kernels.pool;
