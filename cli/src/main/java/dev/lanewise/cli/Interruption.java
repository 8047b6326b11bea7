package dev.lanewise.cli;

/** Does something when the program is told to stop (Ctrl-C, SIGTERM), until it is closed. */
final class Interruption implements AutoCloseable {
  private final Thread hook;

  Interruption(Runnable action) {
    hook = new Thread(action, "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // It is running already.
    }
  }
}
