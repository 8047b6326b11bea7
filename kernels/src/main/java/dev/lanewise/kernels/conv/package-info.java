/**
 * Two-dimensional convolution and its gradients. {@code Conv2dReference}, {@code WinogradReference}
 * and {@code DilatedReference} define them, {@code Conv2dSimd} chooses the way of a shape:
 *
 * <table>
 * <caption>Which file computes what</caption>
 * <tr><th>shape</th><th>forward, by the input</th><th>by the weights</th></tr>
 * <tr><td>3 x 3, stride 1, 8 channels and filters or more</td><td>WinogradSimd; of at most 32 tiles
 * (64 if kernels are many) WinogradFewTiles, of at most 4 WinogradFewestTiles</td><td>WinogradWeightGradient, from 16 tiles
 * on</td></tr>
 * <tr><td>the same with dilation, 32 channels and filters or more, tiles well filled</td><td>DilatedSimd, as
 * one of the above of its phases</td><td>as below</td></tr>
 * <tr><td>depthwise, 3 x 3</td><td>Depthwise3x3 (stride 1)</td><td>DepthwiseWeights3x3</td></tr>
 * <tr><td>at most a vector of filters, many images</td><td></td><td>BatchWeights</td></tr>
 * <tr><td>many weights, one image of few pixels</td><td></td><td>FewPixelWeights</td></tr>
 * <tr><td>all others</td><td>ImplicitGemm</td><td>WeightGradient</td></tr>
 * </table>
 *
 * <p>{@code Conv2dPlan} keeps what {@code forward} makes of the weights on each call: the panels of
 * ImplicitGemm and WinogradSimd, those of a part of WinogradFewTiles, sorted taps for
 * WinogradFewestTiles.
 *
 * <p>{@code WinogradShape} says which convolutions go by Winograd's algorithm and what they and
 * their gradients look like to it, {@code WinogradFilterLanes} is what both ways of few tiles
 * share, {@code PooledConvolution} adds max pooling. {@code Dilated} says which go by it in spite
 * of a dilation, {@code PhasePlanes} and {@code PhaseCopies} make images of phases. A name that
 * ends in {@code Simd} has the vector loops of that without, or computes what that with {@code
 * Reference} defines.
 *
 * <p>Beside them: {@code Lowering} says how a convolution becomes a product of matrices, {@code
 * PaddedImage} and {@code ColumnViewsSimd} lay out the image for it, {@code WeightPanels} the
 * weights; {@code TapRows} lays out the image for gradients by the weights, {@code PlanesAsLanes}
 * and {@code WinogradPlanes} turn planes so that a plane is a lane; {@code WinogradInputs}, {@code
 * WinogradWeights} and {@code WinogradOutputs} are the steps of Winograd's algorithm, {@code
 * WinogradPoolSimd} a pooling within the last.
 */
package dev.lanewise.kernels.conv;
