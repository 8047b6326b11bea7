package dev.lanewise.jmh.run;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.lanewise.jmh.report.Limits;
import java.util.List;

/** What passes between a run and the JVMs it starts: one line of JSON each. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
  @JsonSubTypes.Type(Message.Task.class),
  @JsonSubTypes.Type(Message.Limit.class),
  @JsonSubTypes.Type(Message.Row.class),
  @JsonSubTypes.Type(Message.Refusal.class)
})
sealed interface Message {
  /** To the JVM: what to measure, and how often the limits. */
  record Task(Settings settings, int limitTries, List<Integer> threads, List<Item> items)
      implements Message {}

  /** From the JVM: a limit of the machine. */
  record Limit(Limits limits) implements Message {}

  /** From the JVM: an implementation has had all its turns at an item. */
  record Row(int item, String impl, List<Double> micros, long bytesPerCall) implements Message {}

  /** From the JVM: an implementation was not timed, and why. */
  record Refusal(int item, String impl, String why) implements Message {}
}
