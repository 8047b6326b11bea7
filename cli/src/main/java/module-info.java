/** The command line. */
module dev.lanewise.cli {
  requires dev.lanewise.layers;
  requires dev.lanewise.vision;
}
