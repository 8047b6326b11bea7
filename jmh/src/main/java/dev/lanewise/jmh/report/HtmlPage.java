package dev.lanewise.jmh.report;

import static dev.lanewise.jmh.report.Svg.escape;

import dev.lanewise.jmh.report.Ratios.Line;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A report as one page that needs nothing else, to be understood by whoever finds it. */
public final class HtmlPage {
  private final Report report;
  private final Ratios ratios;

  /** Whether other libraries were measured, too. */
  private final boolean peers;

  private final StringBuilder out = new StringBuilder();

  private HtmlPage(Report report) {
    this.report = report;
    ratios = new Ratios(report.rows());
    peers = report.rows().stream().anyMatch(r -> Who.rival(r.impl()));
  }

  public static String of(Report report) {
    HtmlPage page = new HtmlPage(report);
    page.head();
    page.summary();
    page.threads();
    page.machine();
    page.out.append("</main></body></html>\n");
    return page.out.toString();
  }

  private void head() {
    Machine m = report.machine();
    add(
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Lanewise benchmark</title>
        <style>
        """);
    add(resource("report.css"));
    add("</style></head><body><main>\n");
    add("<h1>Lanewise benchmark</h1>\n");
    add(
        "<p class=\"where\">%s, %d cores · %s · <span class=\"date\">%s</span></p>\n"
            .formatted(escape(m.cpu()), m.cores(), escape(m.jvm()), escape(report.date())));
    add(
        """
        <p>Lanewise is a numerical library in pure Java. Each of its kernels was timed here%s; and the
        machine's own limits were measured beside them. No kernel is timed before its result has
        been compared with a scalar reference: ours must agree in every bit%s.
        These are one machine's figures.</p>
        """
            .formatted(
                peers
                    ? ", in one run with the other libraries, on the same data and as many threads,"
                        + " taking turns"
                    : "",
                peers ? ", others within rounding" : ""));
  }

  private void summary() {
    Summary summary = new Summary(ratios);
    if (summary.outcomes().isEmpty()) {
      return; // nobody to be held against
    }
    add(
        """
        <details open><summary>What is wanted, and what was measured</summary>
        <p>Geometric means of <i>another time / ours</i>, above 1 we are faster. The other time is
        that of the fastest of those named, on each shape; or the least that the machine could need;
        or our own on one thread. The fastest turns of both, then the medians.</p>
        <div class="scroll"><table class="wrap">
        """);
    header(summary.head());
    for (Outcome outcome : summary.outcomes()) {
      String style =
          outcome.target().mean() == Target.NOTHING ? "" : outcome.met() ? "win" : "loss";
      add("<tr class=\"%s\">".formatted(style));
      summary.cells(outcome).forEach(cell -> add("<td>" + escape(cell) + "</td>"));
      add("</tr>\n");
    }
    add("</tbody></table></div></details>\n");
  }

  private void header(List<String> names) {
    add("<thead><tr>");
    names.forEach(name -> add("<th>" + escape(name) + "</th>"));
    add("</tr></thead><tbody>\n");
  }

  /** One tab for each number of threads. */
  private void threads() {
    List<Integer> threads = ratios.threads();
    add("<div class=\"tabs\">\n");
    for (int t : threads) {
      add(
          "<input type=\"radio\" name=\"threads\" id=\"t%d\"%s>"
              .formatted(t, t == threads.getFirst() ? " checked" : ""));
      add("<label for=\"t%d\">%s</label>\n".formatted(t, Numbers.threads(t)));
    }
    for (int t : threads) {
      add("<section class=\"tab\">\n");
      verdicts(t);
      roofline(t);
      bars(t);
      table(t);
      add("</section>\n");
    }
    add("</div>\n<style>");
    for (int i = 1; i <= threads.size(); i++) {
      add(
          ".tabs>input:nth-of-type(%d):checked~.tab:nth-of-type(%d){display:block}\n"
              .formatted(i, i));
    }
    add("</style>\n");
  }

  private void verdicts(int threads) {
    List<Ratios.Verdict> verdicts = ratios.verdicts(threads);
    add("<h2>In short, on %s</h2>\n<div class=\"cards\">\n".formatted(Numbers.threads(threads)));
    for (Ratios.Verdict v : verdicts) {
      add(
          """
          <div class="card"><b>%s</b> takes<div class="big %s">%s</div>%s</div>
          """
              .formatted(
                  escape(v.impl()),
                  !Who.rival(v.impl()) ? "" : v.mean() >= 1 ? "win" : "loss",
                  Numbers.ratio(v.mean()),
                  escape(v.text())));
    }
    if (verdicts.isEmpty()) {
      add("<p>Nothing else was measured: start with <code>--peers</code>.</p>");
    }
    add("</div>\n");
  }

  private void roofline(int threads) {
    List<Row> ours =
        ratios.lines().stream()
            .filter(l -> l.key().threads() == threads && l.ours() != null)
            .map(Line::ours)
            .toList();
    Limits limits =
        report.limits().stream().filter(l -> l.threads() == threads).findFirst().orElse(null);
    if (ours.isEmpty() || limits == null) {
      return;
    }
    add("<h2>Under the roof of the machine</h2>\n<div class=\"roofline\"><figure>\n");
    add(new RooflinePlot(limits, ours).svg());
    add(
        "</figure><div><p>Each dot is a kernel of Lanewise on some shape. Further right, it has"
            + " more arithmetic for each byte; further up, it is faster. The flat line is all fused"
            + " multiply-adds this CPU can do, a slope is what the memory its data lies in can"
            + " give. Above the flat line are only Winograd's convolutions, which need fewer"
            + " operations than the definition that is counted here; above its slope may be what"
            + " reads and writes in another mixture than was measured.</p>\n"
            + "<ul class=\"legend\">");
    ours.stream()
        .map(r -> Family.of(r.op()))
        .distinct()
        .forEach(f -> add("<li><i class=\"dot %s\"></i>%s</li>".formatted(f.style(), f.text())));
    add("</ul></div></div>\n");
  }

  private void bars(int threads) {
    StringBuilder figures = new StringBuilder();
    ratios
        .groups()
        .forEach(
            (group, lines) -> {
              List<Line> shown =
                  lines.stream()
                      .filter(l -> l.key().threads() == threads)
                      .map(l -> peers ? withoutReference(l) : l)
                      .filter(l -> l.ours() != null && !l.others().isEmpty())
                      .toList();
              if (!shown.isEmpty()) {
                figures.append(
                    "<figure><h3>%s</h3>%s</figure>\n"
                        .formatted(escape(group), RatioBars.svg(group, shown)));
              }
            });
    if (figures.isEmpty()) {
      return; // nothing to be beside
    }
    add(
        "<h2>Beside %s</h2>\n".formatted(peers ? "the others" : "our other ways")
            + "<p>Bars to the right: how many times as long as Lanewise the other takes. Bars to"
            + " the left: there it is faster. The scale is logarithmic and ends at 1/16 and 16x. On"
            + " the right: our time, and which part that is of the machine's limit. Grey is another"
            + " way of ours, no rival. A notch in the bar of those whose weights are laid out"
            + " beforehand: how many times as long as lanewise-plan, with its weights laid out too,"
            + " they take.</p>\n"
            + "<div class=\"grid\">\n"
            + figures
            + "</div>\n");
  }

  private static Line withoutReference(Line line) {
    Map<String, Row> others =
        line.others().entrySet().stream()
            .filter(e -> !e.getKey().equals(Who.REFERENCE))
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    Map.Entry::getValue,
                    (a, b) -> a,
                    java.util.LinkedHashMap::new));
    return new Line(line.key(), line.ours(), others);
  }

  private void table(int threads) {
    add(
        "<details><summary>All figures on %s</summary><div class=\"scroll\"><table>"
            .formatted(Numbers.threads(threads)));
    header(
        List.of(
            "operation",
            "shape",
            "who",
            "time",
            "±",
            "GFLOP/s",
            "GB/s",
            "of limit",
            "bytes/call",
            "times ours",
            "times plan"));
    for (Line line : ratios.lines()) {
      if (line.key().threads() == threads) {
        if (line.ours() != null) {
          row(line.ours(), Double.NaN, Double.NaN);
        }
        line.others().forEach((impl, row) -> row(row, line.ratio(impl), line.ratioToPlan(impl)));
      }
    }
    add("</tbody></table></div></details>\n");
  }

  private void row(Row r, double ratio, double toPlan) {
    String why = report.why().getOrDefault(r.shape(), "");
    add(
        "<tr%s><td>%s %s</td><td title=\"%s\">%s</td><td>%s</td>"
            .formatted(
                r.ours() ? " class=\"us\"" : "",
                escape(r.op()),
                escape(r.direction()),
                escape(why),
                escape(r.shape()),
                escape(r.impl())));
    for (String cell :
        List.of(
            Numbers.time(r.us()),
            Numbers.percent(r.usError() / r.us()),
            Numbers.three(r.gflops()),
            Numbers.three(r.gbs()),
            Numbers.percent(r.limitFraction()),
            String.valueOf(r.bytesPerCall()),
            Numbers.ratio(ratio),
            Numbers.ratio(toPlan))) {
      add("<td class=\"n\">" + cell + "</td>");
    }
    add("</tr>\n");
  }

  private void machine() {
    Machine m = report.machine();
    add("<h2>The machine</h2>\n<dl>");
    fact("CPU", m.cpu() + ", " + m.cores() + " cores");
    fact("Memory", Numbers.three(m.memoryMb()) + " MB");
    fact("System", m.os());
    fact("JVM", m.jvm());
    fact("Vectors", m.vectorBits() + " bits, kernels " + m.kernels());
    fact("Measured", report.date() + ": " + report.settings());
    report.versions().forEach(this::fact);
    report.notTimed().forEach(what -> fact("Missing", what));
    add("</dl>\n<h3>Its limits</h3>\n<div class=\"scroll\"><table><thead><tr><th>working set</th>");
    for (Limits l : report.limits()) {
      add(
          "<th>read, %s</th><th>copy, %s</th>"
              .formatted(Numbers.threads(l.threads()), Numbers.threads(l.threads())));
    }
    add("</tr></thead><tbody>\n");
    for (int i = 0; i < report.limits().getFirst().bandwidth().size(); i++) {
      add(
          "<tr><td>"
              + Numbers.bytes(report.limits().getFirst().bandwidth().get(i).bytes())
              + "</td>");
      for (Limits l : report.limits()) {
        add(
            "<td class=\"n\">%s GB/s</td><td class=\"n\">%s GB/s</td>"
                .formatted(
                    Numbers.three(l.bandwidth().get(i).readGbs()),
                    Numbers.three(l.bandwidth().get(i).copyGbs())));
      }
      add("</tr>\n");
    }
    add("<tr><td>fused multiply-adds</td>");
    for (Limits l : report.limits()) {
      add("<td class=\"n\" colspan=\"2\">%s GFLOP/s</td>".formatted(Numbers.three(l.gflops())));
    }
    add("</tr></tbody></table></div>\n");
    add(
        """
        <h2>What the figures mean</h2>
        <ul>
        <li><b>Time</b> is the median of all turns; ± is half the 95 % confidence interval.</li>
        <li><b>GFLOP/s</b> counts the operations of the definition, a fused multiply-add as two.
        <b>GB/s</b> counts every input and output once.</li>
        <li><b>Of limit</b> is the least time the machine could need, divided by the time taken. The
        least time is that of the arithmetic or that of the traffic, whichever is longer (Williams,
        Waterman and Patterson, "Roofline", 2009), at the bandwidth of a working set of that
        size.</li>
        <li><b>Bytes/call</b> are allocated on the Java heap; what native code allocates is not
        seen.</li>
        <li><b>lanewise-plan</b> is Lanewise with weights that are laid out once, as for inference,
        instead of on each call; that is left out of its time. <b>lanewise-separate</b> makes two
        calls where one would do.</li>
        """);
    if (peers) {
      add(
          """
          <li>Weights are laid out once for <b>onednn-blocked</b> and <b>onnxruntime</b>, too: their
          rows are compared with both of ours.</li>
          <li><b>onednn</b> computes on the plain layout (NCHW) that everybody else here uses,
          <b>onednn-blocked</b> on its own, with the conversion left out of the time.
          <b>pytorch</b> runs under Deep Java Library, whose calls cost some microseconds
          each.</li>
          <li>What is missing on purpose: oneDNN's weight gradient on the plain layout, which is a
          loop without vectors there; VectorBLAS on more than one thread, which it does not know;
          the scalar reference where a call would take seconds.</li>
          """);
    }
    add(
        """
        </ul>
        <p>Repeat it: <code>./lanewise bench --quick --peers --html bench.html</code></p>
        """);
  }

  private void fact(String name, String value) {
    add("<dt>" + name + "</dt><dd>" + escape(value) + "</dd>");
  }

  private void add(String html) {
    out.append(html);
  }

  private static String resource(String name) {
    try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
