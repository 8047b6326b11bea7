package dev.lanewise.jmh.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Versions of the libraries, as the build asked for them. */
final class Versions {
  private static final Properties ALL = new Properties();

  static {
    try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
      ALL.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Versions() {}

  static String of(String library) {
    return ALL.getProperty(library);
  }
}
