package dev.lanewise.cli;

/** One changing line about work that takes its time. */
interface Status extends AutoCloseable {
  /**
   * @param step of the work, from 1
   * @param text what there is to say at it
   */
  void at(long step, String text);

  /** Prints a line that stays. */
  void print(String line);

  /** Takes the changing line away; nothing is printed after that. */
  @Override
  void close();
}
