package dev.lanewise.jmh.impl;

import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;

/**
 * The scalar references, in the same JVM as the SIMD kernels: {@link Lanewise} on a second copy of
 * the library, loaded under {@code -Dlanewise.kernels=reference}.
 */
public final class Reference implements Implementation {
  private static final Implementation COPY = copy();

  @Override
  public String name() {
    return "reference";
  }

  /** It has one thread, and where it takes long there is no need to know how long. */
  @Override
  public boolean does(Work work, int threads) {
    return threads == 1 && work.flops() <= Work.LONG / 6;
  }

  @Override
  public boolean exact() {
    return true;
  }

  @Override
  public boolean warms() {
    return true;
  }

  @Override
  public void enter(int threads) {
    COPY.enter(1);
  }

  @Override
  public Call prepare(Work work, Data data, int threads) {
    return COPY.prepare(work, data, threads);
  }

  private static Implementation copy() {
    String property = "lanewise.kernels";
    String before = System.setProperty(property, "reference");
    try {
      ClassLoader loader = new SecondCopy();
      Class<?> backend = Class.forName("dev.lanewise.kernels.Backend", true, loader);
      if ((boolean) backend.getMethod("simd").invoke(null)) {
        throw new IllegalStateException("the second copy of the library runs SIMD kernels");
      }
      return (Implementation)
          loader.loadClass(Lanewise.class.getName()).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot load a second copy of the library", e);
    } finally {
      if (before == null) {
        System.clearProperty(property);
      } else {
        System.setProperty(property, before);
      }
    }
  }

  /** Defines the library's classes anew and shares everything else. */
  private static final class SecondCopy extends ClassLoader {
    SecondCopy() {
      super("reference", Reference.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        if (!own(name)) {
          return super.loadClass(name, resolve);
        }
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }

    private static boolean own(String name) {
      return Stream.of("kernels", "autograd", "layers", "jmh.impl.Lanewise")
          .anyMatch(part -> name.startsWith("dev.lanewise." + part));
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String file = name.replace('.', '/') + ".class";
      try (InputStream in = getParent().getResourceAsStream(file)) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
