/** Varied views of an image: at random while training, fixed ones while testing. */
package dev.lanewise.layers.augment;
