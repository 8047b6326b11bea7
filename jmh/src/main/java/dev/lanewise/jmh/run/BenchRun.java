package dev.lanewise.jmh.run;

import dev.lanewise.jmh.impl.Implementation;
import dev.lanewise.jmh.impl.Implementations;
import dev.lanewise.jmh.report.Machine;
import dev.lanewise.jmh.report.Report;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run: for every family of operations a JVM, in which the implementations take turns at each
 * piece of work; all of that as often as there are to be forks.
 */
final class BenchRun {
  /** What a JVM spends on starting, loading libraries and measuring the limits. */
  private static final long START_MILLIS = 5000;

  private final List<List<Item>> families;
  private final Settings settings;
  private final List<Integer> threads;
  private final Collector collector = new Collector();
  private final List<String> refusals = new ArrayList<>();
  private final Map<String, Implementation> implementations = new LinkedHashMap<>();

  BenchRun(List<List<Item>> families, Settings settings, List<Integer> threads) {
    this.families = families;
    this.settings = settings;
    this.threads = threads;
    Implementations.all().forEach(i -> implementations.put(i.name(), i));
  }

  /** Measures everything. */
  Report report() throws IOException {
    long total = settings.forks() * families.stream().mapToLong(this::millis).sum();
    try (Progress progress = new Progress(System.err, total)) {
      for (int fork = 0; fork < settings.forks(); fork++) {
        for (List<Item> items : families) {
          progress.advance(START_MILLIS, items.getFirst().work().op() + " ...");
          Fork.run(
              new Message.Task(settings, threads, items),
              message -> receive(items, message, progress));
        }
      }
    }
    return new Report(
        OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        settings.text(),
        Machine.here(),
        collector.limits(),
        collector.rows(),
        why());
  }

  /** What was not timed, and why. */
  List<String> refusals() {
    return refusals;
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
        refusals.add("not timed: " + name(item) + ": " + m.why());
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
