/** Expressions of scalars as circuits of gates, evaluated by the tape, and their pictures. */
package dev.lanewise.cli.graph;
