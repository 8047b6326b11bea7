/** Looking inside a trained net: what its layers answer, and what its answer hangs on. */
package dev.lanewise.layers.look;
