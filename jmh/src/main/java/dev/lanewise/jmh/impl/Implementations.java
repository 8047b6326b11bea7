package dev.lanewise.jmh.impl;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** All that can be measured here. */
public final class Implementations {
  private Implementations() {}

  /** Lanewise, its references, and the peers on the class path. */
  public static List<Implementation> all() {
    return Stream.concat(ours().stream(), peers().stream()).toList();
  }

  /** Lanewise in each of its ways, and its references. */
  public static List<Implementation> ours() {
    return List.of(new Lanewise(), new LanewisePlan(), new LanewiseSeparate(), new Reference());
  }

  /** The peers on the class path. */
  public static List<Implementation> peers() {
    return ServiceLoader.load(Implementation.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /**
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Implementation named(String name) {
    return all().stream()
        .filter(i -> i.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "impl: expected one of "
                        + all().stream().map(Implementation::name).toList()
                        + ", actual "
                        + name));
  }
}
