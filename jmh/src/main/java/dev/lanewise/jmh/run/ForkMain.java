package dev.lanewise.jmh.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import dev.lanewise.jmh.impl.CrossCheck;
import dev.lanewise.jmh.impl.Implementation;
import dev.lanewise.jmh.impl.Implementations;
import dev.lanewise.jmh.impl.Prepared;
import dev.lanewise.jmh.limits.InstructionLoop;
import dev.lanewise.jmh.limits.LimitsMeter;
import dev.lanewise.jmh.work.Work;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run's JVMs do: measure the machine's limits, then every item of the task, and write what
 * they found to standard output. Everything else that is printed goes to standard error.
 */
public final class ForkMain {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

  private static final int MAX_WARM_UPS = 100;

  /** Less than 3 % faster than ever before is as fast as it becomes. */
  private static final double STEADY = 0.97;

  /** Times the length of a turn. */
  private static final int LONG_TURNS = 20;

  /** Milliseconds: what JMH itself keeps the compilers busy with, a kernel's loop takes longer. */
  private static final int SOME_COMPILING = 15;

  /** Bytes per call: where vectors are boxed, each step of the loop allocates some. */
  private static final int BOXES = 1024;

  private final PrintStream out;
  private final Settings settings;
  private final Neighbours neighbours;

  private ForkMain(PrintStream out, Settings settings) {
    this.out = out;
    this.settings = settings;
    InstructionLoop.warmUp();
    neighbours = new Neighbours(InstructionLoop::nanos, settings.neighboursMillis());
  }

  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err);
    Message.Task task = (Message.Task) JSON.readValue(System.in, Message.class);
    ForkMain fork = new ForkMain(out, task.settings());
    for (int threads : task.threads()) {
      fork.tell(new Message.Limit(LimitsMeter.measure(threads, task.limitTries(), fork::limit)));
    }
    for (int i = 0; i < task.items().size(); i++) {
      fork.measure(i, task.items().get(i));
    }
    System.exit(0); // whatever threads native code has left behind
  }

  private double limit(String benchmark, Map<String, String> parameters) {
    neighbours.await(Integer.parseInt(parameters.get("threads")));
    return Jmh.micros(benchmark, parameters, 10, 15);
  }

  private void measure(int index, Item item) throws IOException {
    Work work = item.work();
    Map<String, List<Double>> micros = new LinkedHashMap<>();
    for (String impl : item.impls()) {
      try {
        Prepared.call(work, Implementations.named(impl), item.threads());
        micros.put(impl, new ArrayList<>());
      } catch (LinkageError | RuntimeException e) {
        boolean wrong = e instanceof CrossCheck.WrongResult;
        tell(new Message.Refusal(index, impl, wrong ? e.getMessage() : impl + ": " + e));
      }
    }
    for (int turn = 0; turn < settings.turns(); turn++) {
      micros.forEach(
          (impl, turns) -> {
            if (!enough(turns)) {
              turns.add(turn(item, impl, turns));
            }
          });
    }
    for (var row : micros.entrySet()) {
      Implementation by = Implementations.named(row.getKey());
      long bytes = bytesPerCall(Prepared.call(work, by, item.threads()), 3);
      tell(new Message.Row(index, row.getKey(), row.getValue(), bytes));
    }
  }

  /** A call that takes far longer than a turn should needs no further turn. */
  private boolean enough(List<Double> turns) {
    return !turns.isEmpty() && turns.getLast() > 1000.0 * LONG_TURNS * settings.measureMillis();
  }

  private double turn(Item item, String impl, List<Double> before) {
    if (before.isEmpty() && Implementations.named(impl).warms()) {
      warm(item, impl, settings.warmMillis());
    }
    Idle.await();
    neighbours.await(item.threads());
    // One call that takes longer than a turn should settles by itself.
    boolean slow = !before.isEmpty() && before.getLast() > 1000 * settings.measureMillis();
    int settle = slow ? 0 : settings.settleMillis() * item.threads();
    return jmh(item, impl, settle, settings.measureMillis());
  }

  /**
   * Until it becomes no faster and there is little to compile, twice, and no vector is boxed: code
   * that C2 has not compiled yet may be slow so steadily that it looks done.
   */
  private static void warm(Item item, String impl, int warmMillis) {
    Implementation by = Implementations.named(impl);
    double best = Double.POSITIVE_INFINITY;
    int steady = 0;
    for (int i = 0; i < MAX_WARM_UPS && steady < 2; i++) {
      long compiling = COMPILER.getTotalCompilationTime();
      double now = jmh(item, impl, 0, warmMillis);
      boolean quiet = COMPILER.getTotalCompilationTime() - compiling < SOME_COMPILING;
      long bytes = bytesPerCall(Prepared.call(item.work(), by, item.threads()), 1);
      steady = quiet && bytes < BOXES && now > STEADY * best ? steady + 1 : 0;
      best = Math.min(best, now);
    }
  }

  private static double jmh(Item item, String impl, int warmMillis, int measureMillis) {
    return Jmh.micros(
        item.jmhName(),
        Map.of("shape", item.shape(), "impl", impl, "threads", "" + item.threads()),
        warmMillis,
        measureMillis);
  }

  /** On the Java heap, by all threads; the least of some calls, as other threads allocate too. */
  private static long bytesPerCall(Implementation.Call call, int calls) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < calls; i++) {
      long before = THREADS.getTotalThreadAllocatedBytes();
      call.run();
      least = Math.min(least, THREADS.getTotalThreadAllocatedBytes() - before);
    }
    return least;
  }

  private void tell(Message message) throws IOException {
    out.println(JSON.writeValueAsString(message));
    out.flush();
  }
}
