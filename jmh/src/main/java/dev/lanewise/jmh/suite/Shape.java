package dev.lanewise.jmh.suite;

/** A size that is measured; the constants of an enum, since JMH takes those as parameters. */
public interface Shape {
  /** The reason to measure it. */
  String why();
}
