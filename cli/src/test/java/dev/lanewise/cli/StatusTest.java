package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusTest {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void showsABarWithTextAndTakesItAway() {
    Status bar = new BarStatus(new PrintWriter(out), new PrintWriter(err), 80, 0, 8);
    bar.at(4, "loss 0.5");
    bar.print("epoch 1");
    bar.close();
    bar.print("too late");
    bar.at(5, "too late");
    assertEquals("epoch 1" + System.lineSeparator(), out.toString());
    String[] shown = err.toString().split(CLEAR_LINE.replace("[", "\\["));
    String last = shown[shown.length - 1];
    assertTrue(last.contains("====    ") && last.contains("]  50 %  loss 0.5, "), last);
    assertTrue(last.endsWith(" left"), last);
    assertTrue(err.toString().endsWith(CLEAR_LINE));
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 120})
  void keepsToTheTerminal(int columns) {
    Status bar = new BarStatus(new PrintWriter(out), new PrintWriter(err), columns, 0, 8);
    bar.at(7, "epoch 12, loss 0.1234, accuracy 98.7 %, 12,345 images/s");
    bar.close();
    for (String line : err.toString().split(CLEAR_LINE.replace("[", "\\["))) {
      assertTrue(line.length() < columns, line);
    }
  }

  @Test
  void staysQuietForTheFirstSecondsWithoutATerminal() {
    Status lines = new LineStatus(new PrintWriter(out), new PrintWriter(err), 0, 8);
    lines.at(1, "loss 0.5");
    lines.print("epoch 1");
    lines.close();
    lines.print("too late");
    assertEquals("epoch 1" + System.lineSeparator(), out.toString());
    assertEquals("", err.toString());
  }
}
