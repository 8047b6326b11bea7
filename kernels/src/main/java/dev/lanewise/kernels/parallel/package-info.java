/** How kernels spread over threads: the caller's choice, which changes speed and no bit. */
package dev.lanewise.kernels.parallel;
