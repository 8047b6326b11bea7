package dev.lanewise.jmh.run;

import dev.lanewise.jmh.impl.Implementation;
import dev.lanewise.jmh.impl.Implementations;
import dev.lanewise.jmh.report.Machine;
import dev.lanewise.jmh.report.Report;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A run: for every family of operations a JVM, in which the implementations take turns at each
 * piece of work; all of that as often as there are to be forks.
 */
final class BenchRun {
  /** What a JVM spends on starting, loading libraries and measuring the limits. */
  private static final long START_MILLIS = 3000;

  /** Of the limits, in all JVMs together. */
  private static final int LIMIT_TRIES = 4;

  private final List<List<Item>> families;
  private final Settings settings;
  private final List<Integer> threads;
  private final Collector collector = new Collector();

  /** Each once, though every JVM meets it. */
  private final Set<String> refusals = new LinkedHashSet<>();

  private final Map<String, Implementation> implementations = new LinkedHashMap<>();

  BenchRun(List<List<Item>> families, Settings settings, List<Integer> threads) {
    this.families = families;
    this.settings = settings;
    this.threads = threads;
    Implementations.all().forEach(i -> implementations.put(i.name(), i));
  }

  /** Measures everything. */
  Report report() throws IOException {
    int limitTries = Math.ceilDiv(LIMIT_TRIES, settings.forks() * families.size());
    long total = settings.forks() * families.stream().mapToLong(this::millis).sum();
    try (Progress progress = new Progress(System.err, total)) {
      for (int fork = 0; fork < settings.forks(); fork++) {
        for (List<Item> items : families) {
          progress.advance(START_MILLIS, items.getFirst().work().op() + " ...");
          try {
            Fork.run(
                new Message.Task(settings, limitTries, threads, items),
                message -> receive(items, message, progress));
          } catch (InterruptedIOException e) {
            throw e;
          } catch (IOException e) { // what the others measured still counts
            refusals.add(
                "not timed: the rest of " + items.getFirst().work().op() + ": " + e.getMessage());
          }
        }
      }
    }
    if (collector.isEmpty()) {
      throw new IOException(String.join("; ", refusals));
    }
    return new Report(
        OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        settings.text(),
        Machine.here(),
        collector.limits(),
        collector.rows(),
        why(),
        versions(),
        refusals());
  }

  /** What was not timed, and why. */
  List<String> refusals() {
    return List.copyOf(refusals);
  }

  private void receive(List<Item> items, Message message, Progress progress) {
    switch (message) {
      case Message.Limit m -> collector.add(m.limits());
      case Message.Row m -> {
        Item item = items.get(m.item());
        collector.add(item, m);
        progress.advance(millis(item, m.impl()), name(item) + " " + m.impl());
      }
      case Message.Refusal m -> {
        Item item = items.get(m.item());
        refusals.add(
            "not timed: %s, threads %d: %s".formatted(name(item), item.threads(), m.why()));
        progress.advance(millis(item, m.impl()), name(item));
      }
      case Message.Task _ -> throw new IllegalStateException("a fork sent a task");
    }
  }

  private static String name(Item item) {
    return item.work().op() + " " + item.work().direction() + " " + item.work().shape();
  }

  private Map<String, String> why() {
    Map<String, String> why = new LinkedHashMap<>();
    families.forEach(
        items -> items.forEach(item -> why.put(item.work().shape(), item.why().why())));
    return why;
  }

  private Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    for (List<Item> items : families) {
      for (Item item : items) {
        item.impls().forEach(i -> versions.put(i, implementations.get(i).version()));
      }
    }
    versions.values().removeIf(String::isEmpty);
    return versions;
  }

  private long millis(List<Item> items) {
    return START_MILLIS
        + items.stream()
            .mapToLong(item -> item.impls().stream().mapToLong(impl -> millis(item, impl)).sum())
            .sum();
  }

  /** For the time left: as if every call ran at a usual speed. */
  private long millis(Item item, String impl) {
    double gflops = impl.equals("reference") ? 1 : 40 * Math.sqrt(item.threads());
    double callMillis = item.work().flops() / gflops * 1e-6;
    return (long) settings.millis(implementations.get(impl).warms(), callMillis);
  }
}
