/** The command line; its pictures can be drawn by programs, too. */
module dev.lanewise.cli {
  requires transitive dev.lanewise.layers;
  requires transitive dev.lanewise.vision;
  requires com.fasterxml.jackson.databind;
  requires info.picocli;
  requires java.desktop;
  requires me.tongfei.progressbar;

  exports dev.lanewise.cli.descent;
  exports dev.lanewise.cli.graph;
  exports dev.lanewise.cli.plot;

  opens dev.lanewise.cli to
      info.picocli,
      com.fasterxml.jackson.databind;
}
