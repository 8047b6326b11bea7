/** Initial weights: Xavier and He. */
package dev.lanewise.layers.init;
