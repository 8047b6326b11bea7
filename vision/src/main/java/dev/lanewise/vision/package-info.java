/** Labelled images from the formats they are published in, and pictures from disk. */
package dev.lanewise.vision;
