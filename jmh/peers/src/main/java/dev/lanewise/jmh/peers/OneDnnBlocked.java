package dev.lanewise.jmh.peers;

/** {@link OneDnn} on its own layouts. */
public final class OneDnnBlocked extends OneDnn {
  public OneDnnBlocked() {
    super(true);
  }
}
