package dev.lanewise.jmh.peers;

/** {@link OneDnn} on the plain layout. */
public final class OneDnnPlain extends OneDnn {
  public OneDnnPlain() {
    super(false);
  }
}
