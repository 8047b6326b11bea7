/** The command line. */
module dev.lanewise.cli {
  requires dev.lanewise.layers;
  requires dev.lanewise.vision;
  requires com.fasterxml.jackson.databind;
  requires info.picocli;
  requires java.desktop;
  requires me.tongfei.progressbar;

  opens dev.lanewise.cli to
      info.picocli,
      com.fasterxml.jackson.databind;
}
