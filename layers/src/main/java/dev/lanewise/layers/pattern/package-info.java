/** Nets in the notation of the lectures: from text to layers. */
package dev.lanewise.layers.pattern;
