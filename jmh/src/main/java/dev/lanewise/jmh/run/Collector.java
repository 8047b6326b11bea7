package dev.lanewise.jmh.run;

import dev.lanewise.jmh.report.Limits;
import dev.lanewise.jmh.report.Row;
import dev.lanewise.jmh.work.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes rows of what the JVMs tell. */
final class Collector {
  /** A row so far: the turns of each JVM. */
  private static final class Samples {
    private final List<List<Double>> forks = new ArrayList<>();
    private long bytesPerCall;
  }

  private record Key(Item item, String impl) {}

  private final Map<Key, Samples> samples = new LinkedHashMap<>();
  private final Map<Integer, List<Limits>> limits = new TreeMap<>();

  void add(Limits found) {
    limits.computeIfAbsent(found.threads(), t -> new ArrayList<>()).add(found);
  }

  void add(Item item, Message.Row row) {
    Samples s =
        samples.computeIfAbsent(
            new Key(
                new Item(item.benchmark(), item.shape(), item.threads(), List.of()), row.impl()),
            k -> new Samples());
    s.forks.add(row.micros());
    s.bytesPerCall = row.bytesPerCall();
  }

  /** The best that was found: a limit is what is possible. */
  List<Limits> limits() {
    return limits.values().stream().map(Collector::best).toList();
  }

  boolean isEmpty() {
    return samples.isEmpty();
  }

  List<Row> rows() {
    return samples.entrySet().stream().map(e -> row(e.getKey(), e.getValue())).toList();
  }

  private Row row(Key key, Samples s) {
    Work work = key.item.work();
    Statistics us = Statistics.of(s.forks);
    Limits limit = best(limits.get(key.item.threads()));
    double nanos = 1e3 * us.median();
    double least = limit.seconds(work.flops(), work.bytesRead(), work.bytesWritten());
    return new Row(
        work.op(),
        work.shape(),
        work.direction(),
        key.impl,
        key.item.threads(),
        us.median(),
        us.error(),
        us.least(),
        work.flops() / nanos,
        (work.bytesRead() + work.bytesWritten()) / nanos,
        s.bytesPerCall,
        1e9 * least / nanos);
  }

  private static Limits best(List<Limits> found) {
    List<Limits.Bandwidth> bandwidth = new ArrayList<>();
    for (int i = 0; i < found.getFirst().bandwidth().size(); i++) {
      int set = i;
      bandwidth.add(
          new Limits.Bandwidth(
              found.getFirst().bandwidth().get(i).bytes(),
              found.stream().mapToDouble(l -> l.bandwidth().get(set).readGbs()).max().orElseThrow(),
              found.stream()
                  .mapToDouble(l -> l.bandwidth().get(set).copyGbs())
                  .max()
                  .orElseThrow()));
    }
    double gflops = found.stream().mapToDouble(Limits::gflops).max().orElseThrow();
    return new Limits(found.getFirst().threads(), gflops, bandwidth);
  }
}
