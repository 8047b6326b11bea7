package dev.lanewise.cli;

import static dev.lanewise.cli.plot.Svg.escape;

import dev.lanewise.cli.plot.Svg;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Summary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All about a trained net on one page that needs nothing else, for whoever finds it. */
final class ReportPage {
  private final StringBuilder out = new StringBuilder();

  private ReportPage() {}

  /**
   * @param title of the page
   * @param data what the net was trained and tested on, in a sentence
   * @param cards figures and what they are
   * @param settings names and values
   */
  static String of(
      String title,
      String data,
      Map<String, String> cards,
      List<Picture> pictures,
      Network network,
      Map<String, String> settings) {
    ReportPage page = new ReportPage();
    page.head(title, data);
    page.cards(cards);
    page.pictures(pictures, false);
    page.net(network);
    page.pictures(pictures, true);
    page.settings(settings);
    page.weights(network);
    page.out.append("</main></body></html>\n");
    return page.out.toString();
  }

  private void head(String title, String data) {
    add(
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        <style>
        %s%s</style></head><body><main>
        <h1>%s</h1>
        <p class="where">A net trained with Lanewise, a numerical library in pure Java. %s</p>
        """
            .formatted(
                escape(title), resource("report.css"), Svg.css(), escape(title), escape(data)));
  }

  private void cards(Map<String, String> cards) {
    add("<div class=\"cards\">\n");
    cards.forEach(
        (what, figure) ->
            add(
                "<div class=\"card\"><div class=\"big\">%s</div>%s</div>\n"
                    .formatted(escape(figure), escape(what))));
    add("</div>\n");
  }

  /**
   * Pictures of one heading share it.
   *
   * @param series whether to show those that do so, or those that stand alone
   */
  private void pictures(List<Picture> pictures, boolean series) {
    Map<String, List<Picture>> groups = new LinkedHashMap<>();
    for (Picture picture : pictures) {
      groups.computeIfAbsent(picture.heading(), _ -> new ArrayList<>()).add(picture);
    }
    groups.forEach(
        (heading, group) -> {
          if (group.size() > 1 == series) {
            add(series ? "<section class=\"wide\">" : "<section>");
            add("<h2>%s</h2>".formatted(escape(heading)));
            add("<p>%s</p>\n".formatted(escape(group.getFirst().sentence())));
            add("<div class=\"figures\">\n");
            group.forEach(p -> add("<figure>" + p.drawing().inline() + "</figure>\n"));
            add("</div></section>\n");
          }
        });
  }

  private void net(Network network) {
    Summary summary = network.summary();
    add(
        """
        <section><h2>The net</h2>
        <p>Its layers from the image to the scores of the classes, in short
        <code>%s</code>. Multiply-adds are those of one image, with weights.</p>
        <div class="scroll"><table><thead><tr><th>layer</th><th></th><th>output</th>
        <th class="n">parameters</th><th class="n">multiply-adds</th></tr></thead><tbody>
        """
            .formatted(escape(network.pattern())));
    row("input", "", sizes(summary.inputShape()), "", "");
    for (Summary.Row row : summary.rows()) {
      row(
          row.name(),
          row.description(),
          sizes(row.outputShape()),
          row.parameters() == 0 ? "" : Texts.count(row.parameters()),
          row.multiplyAdds() == 0 ? "" : Texts.count(row.multiplyAdds()));
    }
    row("total", "", "", Texts.count(summary.parameters()), Texts.count(summary.multiplyAdds()));
    add("</tbody></table></div></section>\n");
  }

  private void row(String name, String text, String output, String parameters, String work) {
    add(
        "<tr><td>%s</td><td>%s</td><td>%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td></tr>\n"
            .formatted(escape(name), escape(text), output, parameters, work));
  }

  private static String sizes(int[] shape) {
    return Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining(" x "));
  }

  /** Those of a model without its checkpoint are not known. */
  private void settings(Map<String, String> settings) {
    if (settings.isEmpty()) {
      return;
    }
    add("<section><h2>Settings</h2><dl>\n");
    settings.forEach(
        (name, value) -> add("<dt>%s</dt><dd>%s</dd>\n".formatted(escape(name), escape(value))));
    add("</dl></section>\n");
  }

  private void weights(Network network) {
    add(
        """
        <section><h2>The weights</h2>
        <p>SHA-256 of all parameters in order. The same settings, data and seed give the same
        weights, bit for bit, on every machine, vector width and number of threads:</p>
        <p><code class="hash">%s</code></p></section>
        """
            .formatted(network.weightsSha256()));
  }

  private void add(String html) {
    out.append(html);
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
