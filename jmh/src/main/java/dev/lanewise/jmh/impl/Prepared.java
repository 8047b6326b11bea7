package dev.lanewise.jmh.impl;

import dev.lanewise.jmh.impl.Implementation.Call;
import dev.lanewise.jmh.work.Data;
import dev.lanewise.jmh.work.Work;
import java.util.HashMap;
import java.util.Map;

/**
 * The work at hand and every implementation's call for it, each checked once. Implementations take
 * turns at the same work, so what is ready stays ready until other work comes.
 */
public final class Prepared {
  private static Prepared current;

  private final Work work;
  private final Data data;
  private final CrossCheck check;
  private final Map<String, Call> calls = new HashMap<>();
  private int threads;

  private Prepared(Work work) {
    this.work = work;
    data = Data.of(work);
    check = CrossCheck.of(work.checked());
  }

  /**
   * A call that gives what the reference gives.
   *
   * @throws CrossCheck.WrongResult if it does not
   */
  public static synchronized Call call(Work work, Implementation by, int threads) {
    if (current == null || !current.work.equals(work)) {
      if (current != null) {
        current.close();
      }
      current = new Prepared(work);
    }
    return current.call(by, threads);
  }

  private Call call(Implementation by, int threads) {
    if (this.threads != threads) {
      close();
      this.threads = threads;
    }
    by.enter(threads);
    Call call = calls.get(by.name());
    if (call == null) {
      check.run(by, threads);
      call = by.prepare(work, data, threads);
      calls.put(by.name(), call);
    }
    return call;
  }

  private void close() {
    calls.values().forEach(Call::close);
    calls.clear();
  }
}
