/** Layers, losses, and nets made of them. */
package dev.lanewise.layers;
