/** Image features from before the nets learned their own: what a linear classifier can use. */
package dev.lanewise.vision.features;
