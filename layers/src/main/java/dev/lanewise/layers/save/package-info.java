/** Models and checkpoints as safetensors files, written atomically and read with suspicion. */
package dev.lanewise.layers.save;
