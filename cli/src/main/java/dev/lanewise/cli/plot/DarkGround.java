package dev.lanewise.cli.plot;

/** For drawings that have their colours in place: what these become on a dark ground. */
public final class DarkGround {
  /** To be put into an SVG file. */
  public static final String STYLE =
      """
      <style>
      @media (prefers-color-scheme: dark) {
        [fill="#fff"] { fill: #1c1f28; }
        [stroke="#fff"] { stroke: #1c1f28; }
        [fill="#22262a"] { fill: #e8e9ee; }
        [fill="#555b62"] { fill: #a2a8b8; }
        [fill="#18794e"] { fill: #5cc796; }
        [fill="#c62828"] { fill: #f28b82; }
        [fill="#eef3f9"] { fill: #2d313d; }
        [stroke="#22262a"] { stroke: #e8e9ee; }
        [stroke="#9fb3c8"] { stroke: #46536a; }
        [stroke="#9aa1a9"] { stroke: #737a8a; }
        [stroke="#0072b2"] { stroke: #5aa7e6; }
        [stroke="#6a3d9a"] { stroke: #b99ae6; }
      }
      </style>\
      """;

  private DarkGround() {}
}
